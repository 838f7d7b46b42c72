package com.shangwellness.infra;

import com.shangwellness.infra.data.Data;
import com.shangwellness.infra.delivery.Delivery;
import com.shangwellness.infra.edge.Edge;
import com.shangwellness.infra.monitoring.Monitoring;
import com.shangwellness.infra.network.Network;
import com.shangwellness.infra.protection.Copies;
import com.shangwellness.infra.protection.Protection;
import com.shangwellness.infra.service.ReleaseFiles;
import com.shangwellness.infra.service.Service;
import com.shangwellness.infra.settings.Settings;
import com.shangwellness.infra.zone.Zone;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
  private final Settings settings;
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
    this.settings = settings;
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
    var zone = zone(settings);
    var protection =
        new Protection(
            app, names, settings, props(settings, "backups, restore tests, reviews, watchers"));
    var copies = copies(settings);
    var edge =
        new Edge(
            app,
            names,
            settings,
            props(settings, Zone.REGION, "firewall, CloudFront, records, alarms at the edge"));
    this.stacks =
        Stream.of(
                zone,
                Stream.of(network, data, service, delivery, monitoring),
                copies,
                Stream.of(protection, edge))
            .<Stack>flatMap(part -> part)
            .toList();
    inOrder(stacks);
    // No version here: a tag that changes would touch the service, which must never change.
    Tags.of(app).add("Project", settings.project(), TAGGED);
    Tags.of(app).add("Environment", settings.environment(), TAGGED);
  }

  /** Writes the cloud assembly, and beside it the files that a release and Terraform need. */
  public void write() {
    app.synth();
    releaseFiles.write(out);
    SettingsFile.write(settings, out);
  }

  /** The CDK's tree of all stacks. */
  public App app() {
    return app;
  }

  /** The stacks, in the order of their deployment. */
  public List<Stack> stacks() {
    return stacks;
  }

  /** Only a domain has a zone. */
  private Stream<Stack> zone(Settings settings) {
    return settings.domain().chosen()
        ? Stream.of(
            new Zone(
                app,
                Names.of(settings),
                settings,
                props(settings, Zone.REGION, "hosted zone, and the certificate viewers see")))
        : Stream.empty();
  }

  /** Only a second region has copies. */
  private Stream<Stack> copies(Settings settings) {
    return settings.protection().copies()
        ? Stream.of(
            new Copies(
                app,
                Names.of(settings),
                settings,
                props(settings, settings.protection().copyRegion(), "copies of the backups")))
        : Stream.empty();
  }

  /** Weak references do not order stacks: each one follows the one before it. */
  private static void inOrder(List<Stack> stacks) {
    for (int i = 1; i < stacks.size(); i++) {
      stacks.get(i).addStackDependency(stacks.get(i - 1));
    }
  }

  private static StackProps props(Settings settings, String what) {
    return props(settings, settings.region(), what);
  }

  private static StackProps props(Settings settings, String region, String what) {
    return StackProps.builder()
        .env(Environment.builder().account(settings.account()).region(region).build())
        .terminationProtection(settings.deletionProtection())
        .description(Names.of(settings).base() + ": " + what)
        .build();
  }
}
