package com.shangwellness.region.ecs;

import static java.util.Objects.requireNonNullElse;

import java.time.Duration;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;

/** What a container definition means where it is silent. */
final class Containers {

  private static final int STOP_TIMEOUT = 30;

  private Containers() {}

  static boolean isEssential(ContainerDefinition container) {
    return !Boolean.FALSE.equals(container.essential());
  }

  static int cpu(ContainerDefinition container) {
    return requireNonNullElse(container.cpu(), 0);
  }

  /** The first port that the container serves; 0 for none. */
  static int port(ContainerDefinition container) {
    return container.portMappings().isEmpty()
        ? 0
        : requireNonNullElse(container.portMappings().getFirst().containerPort(), 0);
  }

  /** From SIGTERM to SIGKILL: 30 seconds unless the definition says otherwise. */
  static Duration stopTimeout(ContainerDefinition container) {
    return Duration.ofSeconds(requireNonNullElse(container.stopTimeout(), STOP_TIMEOUT));
  }
}
