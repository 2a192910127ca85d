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
            name='RecordKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=300)),
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
            model_name='recordkey',
            name='record',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to='node.record'),
        ),
        migrations.AddConstraint(
            model_name='followed',
            constraint=models.UniqueConstraint(fields=('work', 'batch'), name='node_followed_once'),
        ),
        migrations.AddIndex(
            model_name='recordkey',
            index=models.Index(fields=['key', 'record'], name='node_record_key_781200_idx'),
        ),
    ]
