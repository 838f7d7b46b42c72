package com.shangwellness.infra.protection;

import com.shangwellness.infra.AlertTopic;
import com.shangwellness.infra.Names;
import com.shangwellness.infra.Neighbour;
import com.shangwellness.infra.Publisher;
import com.shangwellness.infra.data.Data;
import com.shangwellness.infra.data.DataOutputs;
import com.shangwellness.infra.network.Network;
import com.shangwellness.infra.network.NetworkOutputs;
import com.shangwellness.infra.settings.Settings;
import java.util.List;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/**
 * What guards against loss and intrusion: backups under lock and proved by restores, reviews that
 * people are reminded of, and the services that watch, each by its setting.
 */
public final class Protection extends Stack {
  /** The last part of this stack's name. */
  public static final String PART = "protection";

  /** Adds the stack to {@code app}. */
  public Protection(Construct app, Names names, Settings settings, StackProps props) {
    super(app, names.stack(PART), props);
    var protection = settings.protection();
    var data = new DataOutputs(neighbour(Data.PART, names, settings));
    var network = new NetworkOutputs(neighbour(Network.PART, names, settings), settings.zones());

    var vault = new Vault(this, names, protection);
    new BackupPlan(
        this, names, protection, vault, new BackupRole(this, names, protection, data, vault));
    new RestoreTest(
        this,
        names,
        protection,
        vault,
        new RestoreRole(this, names, data),
        network.databaseGroup(this));

    var topic =
        new AlertTopic(
            this, "Topic", names, "notices", settings.contacts().team(), List.of(Publisher.EVENTS));
    var notices = new Notices(this, topic.topic());
    notices.failedBackups();
    new Reviews(this, names, protection, topic);
    new Watchers(this, names, settings, notices);

    CfnOutput.Builder.create(this, "BackupVaultName").value(vault.name()).build();
    CfnOutput.Builder.create(this, "NoticeTopicArn").value(topic.topic().getTopicArn()).build();
  }

  private Neighbour neighbour(String part, Names names, Settings settings) {
    return new Neighbour(this, part, names.stack(part), settings.crossStackValues());
  }
}
