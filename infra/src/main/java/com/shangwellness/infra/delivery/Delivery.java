package com.shangwellness.infra.delivery;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.Neighbour;
import com.shangwellness.infra.data.Data;
import com.shangwellness.infra.data.DataOutputs;
import com.shangwellness.infra.service.Service;
import com.shangwellness.infra.service.ServiceOutputs;
import com.shangwellness.infra.settings.Settings;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/** How a change becomes production: source, build, and a release that can be taken back. */
public final class Delivery extends Stack {
  /** The last part of this stack's name. */
  public static final String PART = "delivery";

  /** Adds the stack to {@code app}. */
  public Delivery(Construct app, Names names, Settings settings, StackProps props) {
    super(app, names.stack(PART), props);
    var data = new DataOutputs(neighbour(Data.PART, names, settings));
    var service = new ServiceOutputs(neighbour(Service.PART, names, settings));
    var delivery = settings.delivery();

    var key = new DeliveryKey(this, names).key();
    var artifacts = new ArtifactBucket(this, key, delivery.artifactDays()).bucket();
    var source = Source.of(this, names, delivery, key);
    var build = new Build(this, names, settings, data, artifacts, key);
    var deployment = new BlueGreen(this, names, delivery, service);
    var pipeline =
        new Pipeline(this, names, delivery, source, build.project(), deployment, artifacts, key);
    source.bucket().ifPresent(bucket -> new SourceTrigger(this, names, bucket));
    new Rebuild(this, names, delivery.rebuildDay());
    new QuietRelease(this, names);

    output("PipelineName", pipeline.pipeline().getRef());
    output("BuildProjectName", build.project().getRef());
    output("DeploymentApplicationName", names.deployApplication());
    output("DeploymentGroupName", names.deploymentGroup());
    source
        .bucket()
        .ifPresent(
            bucket -> {
              output(DeliveryOutputs.SOURCE_BUCKET, bucket.getBucketName());
              output("SourceObjectKey", names.sourceObject());
            });
  }

  private void output(String name, String value) {
    CfnOutput.Builder.create(this, name).value(value).build();
  }

  private Neighbour neighbour(String part, Names names, Settings settings) {
    return new Neighbour(this, part, names.stack(part), settings.crossStackValues());
  }
}
