package com.shangwellness.region.simulation;

import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.model.DeploymentCreator;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;

/** One deployment, as it was seen from its creation on. */
final class Release {

  private final Shift shift;
  private final String blueSet;
  private final String blueGroup;
  private final String greenGroup;
  private DeploymentInfo info;
  private int weight;
  private int weightBefore;
  private Optional<String> greenSet = Optional.empty();
  private Optional<Instant> shiftBegan = Optional.empty();
  private Optional<Instant> shiftEnded = Optional.empty();
  private Optional<Instant> blueWent = Optional.empty();

  Release(
      DeploymentInfo info,
      Shift shift,
      String blueSet,
      String blueGroup,
      String greenGroup,
      int weight) {
    this.info = info;
    this.shift = shift;
    this.blueSet = blueSet;
    this.blueGroup = blueGroup;
    this.greenGroup = greenGroup;
    this.weight = weight;
  }

  /** Takes note of how it stands now. */
  void seen(DeploymentInfo now, View view) {
    info = now;
    if (greenSet.isEmpty()) {
      greenSet = view.madeBy(id()).map(set -> set.id());
    }
    if (view.production().isServed()) {
      weightBefore = weight;
      weight = view.production().percent(greenGroup);
    }
    if (weight > weightBefore && shiftBegan.isEmpty() && isActive()) {
      shiftBegan = Optional.of(view.now());
    }
    if (weight == 100 && weightBefore < 100 && shiftEnded.isEmpty() && isActive()) {
      shiftEnded = Optional.of(view.now());
    }
    boolean leaving =
        view.taskSet(blueSet).filter(set -> !set.status().equals("DRAINING")).isEmpty();
    if (leaving && blueWent.isEmpty()) {
      blueWent = Optional.of(view.now());
    }
  }

  /** How far it came. */
  @Override
  public String toString() {
    var error = info.errorInformation();
    return "%s %s: %s%s%s%s"
        .formatted(
            id(),
            isRollback() ? "back" : info.description(),
            info.statusAsString(),
            error == null ? "" : " " + error.codeAsString(),
            shiftBegan.isPresent() ? ", shifted" : "",
            shiftEnded.isPresent() ? ", all" : "");
  }

  String id() {
    return info.deploymentId();
  }

  DeploymentInfo info() {
    return info;
  }

  /** Whether it is the way back of another one. */
  boolean isRollback() {
    return info.creator() == DeploymentCreator.CODE_DEPLOY_ROLLBACK;
  }

  boolean isActive() {
    return !View.isFinal(info);
  }

  /** Whether it goes forward. */
  boolean isUnderWay() {
    return isActive() && !isRollback();
  }

  /** The rollback that it has caused. */
  Optional<String> rollback() {
    return Optional.ofNullable(info.rollbackInfo()).map(r -> r.rollbackDeploymentId());
  }

  /** Green's part of production, in percent. */
  int weight() {
    return weight;
  }

  /** What it was when it was last looked at. */
  int weightBefore() {
    return weightBefore;
  }

  Shift shift() {
    return shift;
  }

  /** The task set that served production when it was created. */
  String blueSet() {
    return blueSet;
  }

  String blueGroup() {
    return blueGroup;
  }

  String greenGroup() {
    return greenGroup;
  }

  Optional<String> greenSet() {
    return greenSet;
  }

  /** When green got its first weight. */
  Optional<Instant> shiftBegan() {
    return shiftBegan;
  }

  /** When green got all. */
  Optional<Instant> shiftEnded() {
    return shiftEnded;
  }

  /** When blue's removal was first seen. */
  Optional<Instant> blueWent() {
    return blueWent;
  }
}
