package com.shangwellness.ops.production;

import com.shangwellness.ops.targets.Clients;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecs.model.Container;

/** Which images the service's tasks run. */
public final class RunningImages {
  private final Clients clients;
  private final Production production;

  /** The images of {@code production}. */
  public RunningImages(Production production) {
    this.clients = production.clients();
    this.production = production;
  }

  /**
   * The tags that begin with {@code prefix} of the images that run now; an image without such a tag
   * is named by its digest.
   */
  public Set<String> tags(String prefix) {
    var tags = new TreeSet<String>();
    for (var digest : digests()) {
      var named = tagsOf(digest).stream().filter(tag -> tag.startsWith(prefix)).findFirst();
      tags.add(named.orElse(digest));
    }
    return tags;
  }

  private Set<String> digests() {
    var digests = new TreeSet<String>();
    production.tasks().stream()
        .flatMap(task -> task.containers().stream())
        .map(Container::imageDigest)
        .filter(Objects::nonNull)
        .forEach(digests::add);
    return digests;
  }

  private List<String> tagsOf(String digest) {
    try {
      return production.repository().stream()
          .flatMap(
              repository ->
                  clients
                      .ecr()
                      .describeImages(
                          r ->
                              r.repositoryName(repository)
                                  .imageIds(ImageIdentifier.builder().imageDigest(digest).build()))
                      .imageDetails()
                      .stream())
          .flatMap(image -> image.imageTags().stream())
          .toList();
    } catch (ImageNotFoundException e) {
      return List.of(); // deleted since, while a task runs on with it
    }
  }
}
