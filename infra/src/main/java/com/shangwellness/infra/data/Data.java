package com.shangwellness.infra.data;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.Neighbour;
import com.shangwellness.infra.network.Network;
import com.shangwellness.infra.network.NetworkOutputs;
import com.shangwellness.infra.settings.Settings;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/** What production must not lose: the database, the images, and the key that encrypts both. */
public final class Data extends Stack {
  /** The last part of this stack's name. */
  public static final String PART = "data";

  /** Adds the stack to {@code app}. */
  public Data(Construct app, Names names, Settings settings, StackProps props) {
    super(app, names.stack(PART), props);
    var network =
        new NetworkOutputs(
            new Neighbour(
                this, Network.PART, names.stack(Network.PART), settings.crossStackValues()),
            settings.zones());
    var key = new DataKey(this, names);
    var database = new Database(this, names, settings, network, key.key());
    var images = new ImageRepository(this, names, settings.images(), key.key());
    DataOutputs.write(this, names.databaseCluster(), key, database, images);
  }
}
