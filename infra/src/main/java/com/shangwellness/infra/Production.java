package com.shangwellness.infra;

import com.shangwellness.infra.data.Data;
import com.shangwellness.infra.delivery.Delivery;
import com.shangwellness.infra.monitoring.Monitoring;
import com.shangwellness.infra.network.Network;
import com.shangwellness.infra.service.ReleaseFiles;
import com.shangwellness.infra.service.Service;
import com.shangwellness.infra.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CrossStackReferences;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.ReferenceStrength;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.TagProps;
import software.amazon.awscdk.Tags;

/** All stacks of one environment, in the order in which they are deployed. */
public final class Production {
  /** The CDK would tag dashboards, which CloudFormation's published schema does not allow. */
  private static final TagProps TAGGED =
      TagProps.builder().excludeResourceTypes(List.of("AWS::CloudWatch::Dashboard")).build();

  private final App app;
  private final List<Stack> stacks;
  private final Path out;
  private final ReleaseFiles releaseFiles;

  /**
   * Defines the stacks.
   *
   * @param out the folder that {@link #write} writes to
   * @param context settings of the CDK itself
   */
  public Production(Settings settings, Path out, Map<String, Object> context) {
    this.app =
        App.Builder.create()
            .outdir(out.toString())
            .context(Flags.with(context))
            .analyticsReporting(false)
            .treeMetadata(false)
            .build();
    // Ours are explicit (Neighbour); this holds for any that a construct would make by itself.
    CrossStackReferences.of(app).consume(ReferenceStrength.WEAK);
    var names = Names.of(settings);
    this.out = out;
    this.releaseFiles = new ReleaseFiles(names, settings);
    var network = new Network(app, names, settings, props(settings, "the private network"));
    var data = new Data(app, names, settings, props(settings, "database, images and their key"));
    var service =
        new Service(
            app, names, settings, props(settings, "load balancer, tasks, scaling, release alarms"));
    var delivery =
        new Delivery(app, names, settings, props(settings, "from a change to a release"));
    var monitoring =
        new Monitoring(app, names, settings, props(settings, "alarms, dashboard, costs, trail"));
    data.addStackDependency(network);
    service.addStackDependency(data);
    delivery.addStackDependency(service);
    monitoring.addStackDependency(delivery);
    this.stacks = List.of(network, data, service, delivery, monitoring);
    // No version here: a tag that changes would touch the service, which must never change.
    Tags.of(app).add("Project", settings.project(), TAGGED);
    Tags.of(app).add("Environment", settings.environment(), TAGGED);
  }

  /** Writes the cloud assembly, and beside it the files that a release needs. */
  public void write() {
    app.synth();
    releaseFiles.write(out);
  }

  /** The CDK's tree of all stacks. */
  public App app() {
    return app;
  }

  /** The stacks, in the order of their deployment. */
  public List<Stack> stacks() {
    return stacks;
  }

  private static StackProps props(Settings settings, String what) {
    return StackProps.builder()
        .env(Environment.builder().account(settings.account()).region(settings.region()).build())
        .terminationProtection(settings.deletionProtection())
        .description(Names.of(settings).base() + ": " + what)
        .build();
  }
}
