# The first state of the node.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('name', models.CharField(max_length=150, unique=True)),
                ('full_name', models.CharField(blank=True, max_length=200)),
                ('roles', models.CharField(max_length=200)),
                ('desks', models.CharField(blank=True, max_length=300)),
                ('clearance', models.CharField(default='amber+strict', max_length=16)),
                ('purposes', models.CharField(blank=True, max_length=300)),
                ('language', models.CharField(default='ar', max_length=8)),
                ('shortcuts', models.BooleanField(default=True)),
                ('theme', models.CharField(default='auto', max_length=8)),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.CharField(max_length=32)),
                ('actor', models.CharField(db_index=True, max_length=150)),
                ('act', models.CharField(db_index=True, max_length=64)),
                ('subject', models.CharField(blank=True, max_length=300)),
                ('facts', models.TextField(default='{}')),
                ('previous', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=64)),
                ('format', models.CharField(max_length=32)),
                ('title', models.TextField(blank=True)),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('files', models.TextField()),
                ('options', models.TextField(default='{}')),
                ('snapshot', models.BooleanField(default=False)),
                ('edition', models.DateTimeField(null=True)),
                ('received', models.DateTimeField()),
                ('loaded_at', models.DateTimeField()),
                ('by', models.CharField(max_length=150)),
                ('state', models.CharField(max_length=10)),
                ('reason', models.CharField(blank=True, max_length=64)),
                ('facts', models.TextField(default='{}')),
                ('added', models.IntegerField(default=0)),
                ('changed', models.IntegerField(default=0)),
                ('removed', models.IntegerField(default=0)),
                ('unchanged', models.IntegerField(default=0)),
                ('quarantined', models.IntegerField(default=0)),
                ('settled_by', models.CharField(blank=True, max_length=150)),
                ('settled_at', models.DateTimeField(null=True)),
                ('settled_why', models.TextField(blank=True)),
                ('indexed', models.BooleanField(default=False)),
                ('read', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.CharField(max_length=32)),
                ('kind', models.CharField(max_length=32)),
                ('subject', models.CharField(db_index=True, max_length=255)),
                ('about', models.CharField(blank=True, max_length=255)),
                ('title', models.TextField()),
                ('score', models.FloatField()),
                ('reasons', models.TextField()),
                ('quote', models.TextField(blank=True)),
                ('question', models.TextField(default='{}')),
                ('state', models.CharField(db_index=True, max_length=10)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.CharField(max_length=150)),
            ],
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=32)),
                ('by', models.CharField(max_length=150)),
                ('args', models.TextField(default='{}')),
                ('state', models.CharField(default='queued', max_length=10)),
                ('done', models.IntegerField(default=0)),
                ('total', models.IntegerField(default=0)),
                ('message', models.TextField(blank=True)),
                ('created_at', models.DateTimeField()),
                ('beat_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Marking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500, unique=True)),
                ('tlp', models.CharField(max_length=16)),
                ('releasable_to', models.TextField(blank=True)),
                ('purposes', models.TextField(blank=True)),
                ('retain_until', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Setting',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('value', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=100)),
                ('token_sha256', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(max_length=10)),
                ('why', models.TextField()),
                ('by', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('overtaken_at', models.DateTimeField(null=True)),
                ('overtaken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='node.batch')),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='node.finding')),
            ],
        ),
        migrations.CreateModel(
            name='Judgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('left', models.CharField(db_index=True, max_length=255)),
                ('right', models.CharField(db_index=True, max_length=255)),
                ('verdict', models.CharField(max_length=10)),
                ('why', models.TextField(blank=True)),
                ('by', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
                ('retracted_at', models.DateTimeField(null=True)),
                ('retracted_by', models.CharField(blank=True, max_length=150)),
                ('batch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='node.batch')),
            ],
        ),
        migrations.AddField(
            model_name='finding',
            name='marking',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='node.marking'),
        ),
        migrations.AddField(
            model_name='batch',
            name='marking',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='node.marking'),
        ),
        migrations.CreateModel(
            name='Quarantined',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.TextField()),
                ('reason', models.CharField(max_length=64)),
                ('facts', models.TextField(default='{}')),
                ('piece', models.BinaryField()),
                ('entry', models.BooleanField(default=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pieces', to='node.batch')),
            ],
        ),
        migrations.CreateModel(
            name='Record',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('thing', models.CharField(max_length=255)),
                ('source', models.CharField(max_length=64)),
                ('schema', models.CharField(max_length=64)),
                ('caption', models.TextField()),
                ('version', models.CharField(db_index=True, max_length=64)),
                ('properties', models.TextField()),
                ('about', models.CharField(blank=True, max_length=255)),
                ('valid_from', models.CharField(blank=True, max_length=32)),
                ('valid_to', models.CharField(blank=True, max_length=32)),
                ('announced', models.CharField(blank=True, max_length=32)),
                ('place', models.TextField()),
                ('known_from', models.DateTimeField()),
                ('known_to', models.DateTimeField(null=True)),
                ('closed_why', models.CharField(blank=True, max_length=16)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='node.batch')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='closed', to='node.batch')),
                ('marking', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='node.marking')),
            ],
        ),
        migrations.CreateModel(
            name='NameKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=32)),
                ('record', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to='node.record')),
            ],
        ),
        migrations.CreateModel(
            name='Dependence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dependences', to='node.finding')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='node.record')),
            ],
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
                ('was', models.CharField(max_length=10)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='node.batch')),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='node.finding')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='node.record')),
            ],
        ),
        migrations.CreateModel(
            name='Welcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_sha256', models.CharField(max_length=64, unique=True)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='batch',
            index=models.Index(fields=['source', 'state', 'received'], name='node_batch_source_012ee2_idx'),
        ),
        migrations.AddIndex(
            model_name='batch',
            index=models.Index(condition=models.Q(('indexed', True), ('read', True), _negated=True), fields=['state'], name='node_batch_to_follow'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['thing', 'known_from'], name='node_record_thing_d2d57f_idx'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['about', 'known_from'], name='node_record_about_1ef294_idx'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(condition=models.Q(('known_to', None)), fields=['source', 'schema', 'marking'], name='node_record_current'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['schema', 'known_from'], name='node_record_schema_4b3f3f_idx'),
        ),
        migrations.AddIndex(
            model_name='namekey',
            index=models.Index(fields=['key', 'record'], name='node_nameke_key_2fdc70_idx'),
        ),
        migrations.AddConstraint(
            model_name='dependence',
            constraint=models.UniqueConstraint(fields=('finding', 'record'), name='node_dependence_once'),
        ),
    ]
