package com.shangwellness.ops.release;

import com.shangwellness.ops.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.AppSpecContent;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocation;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocationType;

/** The deployments of one group, as CodeDeploy keeps them. */
final class Deployments {
  // BatchGetDeployments takes no more.
  private static final int BATCH = 25;

  private static final Set<DeploymentStatus> ENDED =
      Set.of(DeploymentStatus.SUCCEEDED, DeploymentStatus.FAILED, DeploymentStatus.STOPPED);

  private static final List<DeploymentStatus> UNDER_WAY =
      DeploymentStatus.knownValues().stream().filter(status -> !ENDED.contains(status)).toList();

  private final CodeDeployClient codeDeploy;
  private final ReleaseGroup group;
  private final Map<String, String> contents = new ConcurrentHashMap<>();

  Deployments(CodeDeployClient codeDeploy, ReleaseGroup group) {
    this.codeDeploy = codeDeploy;
    this.group = group;
  }

  static boolean hasEnded(DeploymentInfo info) {
    return ENDED.contains(info.status());
  }

  /** What is known of the deployment {@code id}. */
  DeploymentInfo info(String id) {
    return whole(codeDeploy.getDeployment(r -> r.deploymentId(id)).deploymentInfo());
  }

  /** All deployments, newest first. */
  List<DeploymentInfo> all() {
    var ids = ids(DeploymentStatus.knownValues());
    var infos = new ArrayList<DeploymentInfo>();
    for (int i = 0; i < ids.size(); i += BATCH) {
      var some = ids.subList(i, Math.min(ids.size(), i + BATCH));
      codeDeploy.batchGetDeployments(r -> r.deploymentIds(some)).deploymentsInfo().stream()
          .map(this::whole)
          .forEach(infos::add);
    }
    infos.sort(Comparator.comparing(Deployments::created).reversed());
    return infos;
  }

  // Of a deployment's AppSpec, CodeDeploy gives the digest only; its content is asked for by that
  // (CodeDeploy API, GetDeployment).
  private DeploymentInfo whole(DeploymentInfo info) {
    var spec = info.revision() == null ? null : info.revision().appSpecContent();
    if (spec == null || spec.content() != null || spec.sha256() == null) {
      return info;
    }
    var content =
        contents.computeIfAbsent(
            spec.sha256(),
            digest ->
                Optional.ofNullable(
                        codeDeploy
                            .getApplicationRevision(
                                r ->
                                    r.applicationName(group.application())
                                        .revision(
                                            RevisionLocation.builder()
                                                .revisionType(RevisionLocationType.APP_SPEC_CONTENT)
                                                .appSpecContent(a -> a.sha256(digest))
                                                .build()))
                            .revision()
                            .appSpecContent())
                    .map(AppSpecContent::content)
                    .orElse(""));
    return info.toBuilder()
        .revision(
            info.revision().toBuilder()
                .appSpecContent(spec.toBuilder().content(content).build())
                .build())
        .build();
  }

  private List<String> ids(Collection<DeploymentStatus> statuses) {
    var ids = new ArrayList<String>();
    Optional<String> token = Optional.empty();
    do {
      var next = token.orElse(null);
      var page =
          codeDeploy.listDeployments(
              r ->
                  r.applicationName(group.application())
                      .deploymentGroupName(group.group())
                      .includeOnlyStatuses(statuses)
                      .nextToken(next));
      ids.addAll(page.deployments());
      token = Optional.ofNullable(page.nextToken());
    } while (token.isPresent());
    return ids;
  }

  private static Instant created(DeploymentInfo info) {
    return Objects.requireNonNullElse(info.createTime(), Instant.EPOCH);
  }

  /** The one that is under way. */
  Optional<DeploymentInfo> active() {
    return ids(UNDER_WAY).stream().findFirst().map(this::info);
  }

  /**
   * The deployment that a person means: its id, or its number in the list, 1 being the newest.
   *
   * @throws Failure if there is none
   */
  DeploymentInfo find(String numberOrId) {
    var all = all();
    if (numberOrId.matches("\\d{1,6}")) {
      int number = Integer.parseInt(numberOrId);
      if (number >= 1 && number <= all.size()) {
        return all.get(number - 1);
      }
    }
    return all.stream()
        .filter(info -> info.deploymentId().equals(numberOrId))
        .findFirst()
        .orElseThrow(
            () ->
                Failure.wrongSettings(
                    "there is no release "
                        + numberOrId
                        + (all.isEmpty()
                            ? "; nothing was released yet"
                            : "; there are 1 to " + all.size() + ", see: ./shang release list")));
  }
}
