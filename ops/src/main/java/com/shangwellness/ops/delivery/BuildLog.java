package com.shangwellness.ops.delivery;

import com.shangwellness.ops.targets.Clients;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.LogsLocation;

/** What a build writes, as it comes. */
final class BuildLog {
  private final Clients clients;
  private final String id;
  private Optional<String> token = Optional.empty();

  BuildLog(Clients clients, String id) {
    this.clients = clients;
    this.id = id;
  }

  String id() {
    return id;
  }

  /** Gives what was written since the last time. */
  void readOn(Consumer<String> lines) {
    var location = build().map(Build::logs);
    if (location.map(LogsLocation::streamName).isEmpty()) {
      return;
    }
    var at = location.get();
    try {
      boolean more = true;
      while (more) {
        var before = token;
        var page =
            clients
                .logs()
                .getLogEvents(
                    r ->
                        r.logGroupName(at.groupName())
                            .logStreamName(at.streamName())
                            .startFromHead(true)
                            .nextToken(before.orElse(null)));
        page.events().forEach(event -> lines.accept(event.message().stripTrailing()));
        token = Optional.ofNullable(page.nextForwardToken());
        // At its end the stream gives the token that it was asked with.
        more = !page.events().isEmpty() && !token.equals(before);
      }
    } catch (ResourceNotFoundException e) {
      // The build has not written anything yet: its stream is not there.
      token = Optional.empty();
    }
  }

  /** The build, if CodeBuild still knows it. */
  Optional<Build> build() {
    return clients.codeBuild().batchGetBuilds(r -> r.ids(id)).builds().stream().findFirst();
  }
}
