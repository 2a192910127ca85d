# One migration of the branch: edited in place until it is released.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('node', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Followed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('work', models.CharField(max_length=16)),
            ],
        ),
        migrations.CreateModel(
            name='GoodGuy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.TextField()),
                ('folded', models.TextField()),
                ('born', models.CharField(blank=True, max_length=32)),
                ('country', models.CharField(blank=True, max_length=8)),
                ('thing', models.CharField(db_index=True, max_length=255)),
                ('caption', models.TextField()),
                ('why', models.TextField()),
                ('state', models.CharField(db_index=True, max_length=10)),
                ('asked_by', models.CharField(max_length=150)),
                ('asked_at', models.DateTimeField()),
                ('settled_by', models.CharField(blank=True, max_length=150)),
                ('settled_at', models.DateTimeField(null=True)),
                ('settled_why', models.TextField(blank=True)),
                ('expires', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_why', models.CharField(blank=True, max_length=16)),
            ],
        ),
        migrations.CreateModel(
            name='GoodGuyRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='Portfolio',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150)),
                ('by', models.CharField(max_length=150)),
                ('stars', models.BooleanField(default=False)),
                ('file', models.CharField(blank=True, max_length=300)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('created_at', models.DateTimeField()),
                ('screened_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='RecordKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='Ruling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.TextField()),
                ('answer', models.TextField()),
                ('asker', models.TextField()),
                ('status', models.CharField(db_index=True, max_length=32)),
                ('jurisdiction', models.CharField(max_length=32)),
                ('known', models.DateTimeField()),
                ('next_change', models.CharField(blank=True, max_length=40)),
                ('engine', models.CharField(max_length=16)),
                ('rules', models.CharField(max_length=64)),
                ('now', models.CharField(blank=True, max_length=32)),
                ('examined_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='RulingTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='Vetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.TextField()),
                ('born', models.CharField(blank=True, max_length=32)),
                ('country', models.CharField(blank=True, max_length=8)),
                ('post', models.TextField()),
                ('unit', models.TextField(blank=True)),
                ('state', models.CharField(db_index=True, max_length=12)),
                ('opened_by', models.CharField(max_length=150)),
                ('opened_at', models.DateTimeField()),
                ('review_on', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='VettingAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion', models.CharField(max_length=32)),
                ('verdict', models.CharField(max_length=8)),
                ('why', models.TextField()),
                ('by', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='VettingStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=12)),
                ('outcome', models.CharField(blank=True, max_length=12)),
                ('why', models.TextField()),
                ('by', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='WatchEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('thing', models.CharField(max_length=255)),
                ('what', models.CharField(max_length=8)),
                ('score', models.FloatField()),
                ('reasons', models.TextField()),
                ('at', models.DateTimeField()),
                ('cleared', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='WatchHit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('thing', models.CharField(db_index=True, max_length=255)),
                ('score', models.FloatField()),
                ('reasons', models.TextField()),
                ('standing', models.TextField(default='[]')),
                ('since', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='WatchKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='WatchRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('identity', models.CharField(max_length=64)),
                ('reference', models.CharField(blank=True, max_length=200)),
                ('name', models.TextField(blank=True)),
                ('said', models.TextField(default='{}')),
                ('thing', models.CharField(blank=True, db_index=True, max_length=255)),
                ('problem', models.CharField(blank=True, max_length=32)),
                ('facts', models.TextField(default='{}')),
                ('added_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='batch',
            name='place',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='record',
            name='seen_from',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='record',
            name='seen_to',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['source', 'seen_from'], name='node_record_source_fedd2f_idx'),
        ),
        migrations.AddField(
            model_name='followed',
            name='batch',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='node.batch'),
        ),
        migrations.AddField(
            model_name='goodguy',
            name='marking',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='node.marking'),
        ),
        migrations.AddField(
            model_name='goodguyrecord',
            name='good_guy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bound', to='node.goodguy'),
        ),
        migrations.AddField(
            model_name='goodguyrecord',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='node.record'),
        ),
        migrations.AddField(
            model_name='portfolio',
            name='marking',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='node.marking'),
        ),
        migrations.AddField(
            model_name='recordkey',
            name='record',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to='node.record'),
        ),
        migrations.AddField(
            model_name='ruling',
            name='finding',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='ruling', to='node.finding'),
        ),
        migrations.AddField(
            model_name='rulingtopic',
            name='ruling',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to='node.ruling'),
        ),
        migrations.AddField(
            model_name='vetting',
            name='marking',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='node.marking'),
        ),
        migrations.AddField(
            model_name='vettinganswer',
            name='record',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to='node.record'),
        ),
        migrations.AddField(
            model_name='vettinganswer',
            name='vetting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='node.vetting'),
        ),
        migrations.AddField(
            model_name='vettingstep',
            name='vetting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='node.vetting'),
        ),
        migrations.AddField(
            model_name='watchevent',
            name='finding',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to='node.finding'),
        ),
        migrations.AddField(
            model_name='watchevent',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='node.record'),
        ),
        migrations.AddField(
            model_name='watchhit',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='node.record'),
        ),
        migrations.AddField(
            model_name='watchrow',
            name='portfolio',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='node.portfolio'),
        ),
        migrations.AddField(
            model_name='watchkey',
            name='row',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='node.watchrow'),
        ),
        migrations.AddField(
            model_name='watchhit',
            name='row',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hits', to='node.watchrow'),
        ),
        migrations.AddField(
            model_name='watchevent',
            name='row',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='node.watchrow'),
        ),
        migrations.AddConstraint(
            model_name='followed',
            constraint=models.UniqueConstraint(fields=('work', 'batch'), name='node_followed_once'),
        ),
        migrations.AddIndex(
            model_name='recordkey',
            index=models.Index(fields=['key', 'record'], name='node_record_key_781200_idx'),
        ),
        migrations.AddIndex(
            model_name='rulingtopic',
            index=models.Index(fields=['topic', 'ruling'], name='node_ruling_topic_dbeb60_idx'),
        ),
        migrations.AddIndex(
            model_name='watchrow',
            index=models.Index(fields=['portfolio', 'identity'], name='node_watchr_portfol_2d743b_idx'),
        ),
        migrations.AddIndex(
            model_name='watchkey',
            index=models.Index(fields=['key', 'row'], name='node_watchk_key_19e25e_idx'),
        ),
    ]
