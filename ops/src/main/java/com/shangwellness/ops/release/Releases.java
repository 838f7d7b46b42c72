package com.shangwellness.ops.release;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.deploy.Waiting;
import com.shangwellness.ops.release.ReleaseNote.Kind;
import com.shangwellness.ops.release.ReleaseState.Alarm;
import com.shangwellness.ops.targets.Target;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codedeploy.model.DeploymentWaitType;

/** Releases of production: begin one, watch it, take it back, look back at those that were. */
public final class Releases {
  private final Target target;
  private final ReleaseClients aws;
  private final ReleaseReader reader;
  private final Waiting waiting;

  /** Releases to {@code group} at {@code target}, in the region named {@code region}. */
  public Releases(Target target, String region, ReleaseGroup group, Waiting waiting) {
    this.target = target;
    this.aws = new ReleaseClients(target.clients(region), group);
    this.reader = new ReleaseReader(target, aws, System::nanoTime);
    this.waiting = waiting;
  }

  /**
   * How a release is to go.
   *
   * @param pace how much faster it waits than AWS; empty for as it does there
   * @param ignoreAlarms whether it begins, and goes on, while an alarm rings
   */
  public record Way(Optional<Double> pace, boolean ignoreAlarms) {
    /** As AWS does it. */
    public static final Way USUAL = new Way(Optional.empty(), false);
  }

  /**
   * What is to be released.
   *
   * @param taskDefinition the ARN of the task definition that runs it
   * @param version what a person calls it
   * @param serves whether production runs just that already
   */
  public record Candidate(String taskDefinition, String version, boolean serves) {
    /** Family and revision, as in {@code web:7}. */
    public String name() {
      return TaskDefinitions.nameAndRevision(taskDefinition);
    }
  }

  /**
   * Refuses to begin where a release would be refused, or rolled back at once.
   *
   * @throws Failure with what to do
   */
  public void requireReady(Way way) {
    aws.deployments().active().ifPresent(Releases::refuse);
    if (!way.ignoreAlarms()) {
      ringing().stream().findFirst().ifPresent(Releases::refuse);
    }
  }

  private static void refuse(DeploymentInfo active) {
    throw Failure.failed(
        "release "
            + active.deploymentId()
            + " is under way, and there is one at a time: ./shang release watch shows it, ./shang"
            + " release promote ends its waits, ./shang release rollback takes it back");
  }

  private static void refuse(Alarm alarm) {
    throw Failure.failed(
        "alarm "
            + alarm.name()
            + " rings ("
            + alarm.reason()
            + "): a release would be rolled back at once. See ./shang alarms; if this release is"
            + " what mends it, say --ignore-alarms");
  }

  private List<Alarm> ringing() {
    return aws.alarms().stream().filter(Alarm::rings).toList();
  }

  /**
   * Registers the task definition that runs {@code image}.
   *
   * @throws Failure if the image is not there
   */
  public Candidate prepare(ReleaseFiles files, StackValues values, String image) {
    var images = new ReleaseImages(aws.clients().ecr(), values.repository());
    images.require(image);
    var definitions = aws.taskDefinitions();
    var serving = aws.serving().map(definitions::read);
    var made = definitions.register(files.taskDefinition(image, values.taskDefinition()));
    var serves =
        serving
            .filter(now -> TaskDefinitions.doTheSame(now, made))
            .filter(
                now -> images.areTheSame(TaskDefinitions.image(now), TaskDefinitions.image(made)))
            .isPresent();
    return new Candidate(made.taskDefinitionArn(), aws.versions().of(made), serves);
  }

  /** Takes back what {@link #prepare} has registered, since it is not released. */
  public void forget(Candidate candidate) {
    var definitions = aws.taskDefinitions();
    definitions.retire(definitions.read(candidate.taskDefinition()));
  }

  /** Begins the release of {@code candidate} and gives its id. */
  public String begin(ReleaseFiles files, Candidate candidate, Way way) {
    return begin(Kind.RELEASE, files, candidate.taskDefinition(), candidate.version(), way);
  }

  private String begin(
      Kind kind, ReleaseFiles files, String taskDefinition, String version, Way way) {
    var serving = aws.serving().map(aws.taskDefinitions()::read);
    var note =
        new ReleaseNote(
            kind,
            version,
            serving.map(aws.versions()::of).orElse(ReleaseNote.UNKNOWN),
            serving
                .map(definition -> TaskDefinitions.nameAndRevision(definition.taskDefinitionArn()))
                .orElse(ReleaseNote.UNKNOWN),
            caller(),
            way.pace().orElse(1.0));
    return new ReleaseBeginning(aws, files.appSpec(taskDefinition), note, way).begin();
  }

  private String caller() {
    var arn = aws.clients().sts().getCallerIdentity().arn();
    return arn.substring(arn.lastIndexOf(':') + 1);
  }

  /**
   * The release that is under way.
   *
   * @throws Failure if there is none
   */
  public String active() {
    return aws.deployments()
        .active()
        .map(DeploymentInfo::deploymentId)
        .orElseThrow(
            () ->
                Failure.notRunning(
                    "no release is under way; begin one with ./shang release, or look back with"
                        + " ./shang release list"));
  }

  /** Whether a release is under way. */
  public boolean isUnderWay() {
    return aws.deployments().active().isPresent();
  }

  /** The release that a person means by its id or its number in the list. */
  public String find(String numberOrId) {
    return aws.deployments().find(numberOrId).deploymentId();
  }

  /** Looks at the release {@code id} once. */
  public ReleaseState look(String id) {
    return reader.look(id);
  }

  /**
   * Shows {@code seen} each look at the release {@code id}, until it is over or {@code seen} has
   * enough of it.
   */
  public ReleaseState follow(String id, Predicate<ReleaseState> seen) {
    return new ReleaseFollower(reader, waiting, System::nanoTime).follow(id, seen);
  }

  /** Stops the release that is under way, and leaves the traffic as it is unless it rolls back. */
  public String stop(boolean rollBack) {
    var id = active();
    aws.clients()
        .codeDeploy()
        .stopDeployment(r -> r.deploymentId(id).autoRollbackEnabled(rollBack));
    return id;
  }

  /**
   * Refuses to go back where CodeDeploy itself has just done so: whoever wants to undo that release
   * would lose the good version instead.
   *
   * @throws Failure that names what serves
   */
  public void requireNotBackAlready() {
    aws.deployments().all().stream()
        .findFirst()
        .flatMap(ReleaseHistory::takenBackBy)
        .ifPresent(
            bad -> {
              throw Failure.failed(
                  "release "
                      + bad
                      + " was taken back already, by itself: "
                      + aws.serving()
                          .map(aws.taskDefinitions()::read)
                          .map(aws.versions()::of)
                          .orElse(ReleaseNote.UNKNOWN)
                      + " serves. To bring back what served before that one all the same, say"
                      + " --further");
            });
  }

  /**
   * Brings back what served before: before the release that was left half way, if there is one,
   * although most requests may go there still, or else before what serves now.
   *
   * @throws Failure if nothing served before, or its image is gone
   */
  public String rollBack(ReleaseFiles files, Way way) {
    requireReady(new Way(way.pace(), true));
    var current = TaskDefinitions.nameAndRevision(aws.serving().orElse(""));
    var all = aws.deployments().all();
    var previous =
        HalfRelease.in(all, aws.taskSets())
            .flatMap(HalfRelease::back)
            .or(() -> new ReleaseHistory(all).before(current))
            .map(aws.taskDefinitions()::read)
            .orElseThrow(
                () ->
                    Failure.failed(
                        "nothing served before "
                            + current
                            + " that CodeDeploy knows of; release an image by its tag: ./shang"
                            + " release --tag TAG"));
    ReleaseImages.requireKept(aws.clients().ecr(), previous);
    var version = aws.versions().of(previous);
    // The alarm that rings because of what serves now must not keep the way back shut.
    var ignoring = way.ignoreAlarms() || !ringing().isEmpty();
    return begin(
        Kind.ROLLBACK, files, previous.taskDefinitionArn(), version, new Way(way.pace(), ignoring));
  }

  /**
   * Ends the wait that a person may end: before the shift, or before the old tasks are removed.
   *
   * @return what follows, in words
   * @throws Failure if it waits for neither
   */
  public String promote() {
    var state = look(active());
    if (state.status().equals(DeploymentStatus.READY.toString())) {
      end(state, DeploymentWaitType.READY_WAIT);
      return "its traffic shifts now";
    }
    var shifted =
        state.steps().stream()
            .anyMatch(s -> s.name().equals("AfterAllowTraffic") && s.status().equals("Succeeded"));
    if (shifted) {
      end(state, DeploymentWaitType.TERMINATION_WAIT);
      return "the old tasks are removed now";
    }
    throw Failure.failed(
        "release "
            + state.id()
            + " waits for nobody just now: "
            + state.getSentence()
            + " A wait can be ended before the shift, and before the old tasks are removed.");
  }

  private void end(ReleaseState state, DeploymentWaitType wait) {
    aws.clients()
        .codeDeploy()
        .continueDeployment(r -> r.deploymentId(state.id()).deploymentWaitType(wait));
  }

  /** All releases, newest first. */
  public List<ReleaseLine> list() {
    return new ReleaseLines(aws, target.now(aws.clients().region())).all();
  }

  /** Everything about the release {@code id}. */
  public ReleaseReport report(String id) {
    return ReleaseReport.of(look(id), aws.traffic());
  }
}
