package com.shangwellness.region.tasks;

import java.util.List;
import java.util.Map;

/**
 * What is to run.
 *
 * @param imageDigest the digest of the image's manifest, {@code sha256:…}
 * @param address the loopback address at which the task is served
 * @param port the container's port; 0 when it serves none
 * @param entryPoint in place of the image's; empty for the image's own
 * @param command in place of the image's; empty for the image's own
 * @param workingDirectory in place of the image's; empty for the image's own
 * @param environment on top of the image's: all that the task definition and ECS itself give
 * @param memoryMiB what the container may use: one that uses more is killed; 0 for no limit
 * @param cpuUnits 1024 for each core; 0 for no limit of its own
 */
public record ContainerSpec(
    ContainerId id,
    String imageDigest,
    String address,
    int port,
    List<String> entryPoint,
    List<String> command,
    String workingDirectory,
    Map<String, String> environment,
    int memoryMiB,
    int cpuUnits) {

  /** Copies what could change. */
  public ContainerSpec {
    entryPoint = List.copyOf(entryPoint);
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
