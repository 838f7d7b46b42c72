package com.shangwellness.ops.assembly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.shangwellness.ops.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A folder that the AWS CDK wrote: templates, their assets, and a manifest that says what belongs
 * to which account and region.
 *
 * @param folder where it lies
 * @param stacks in the order in which they are to be deployed
 */
public record CloudAssembly(Path folder, List<StackArtifact> stacks) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ENVIRONMENT = Pattern.compile("aws://(\\d{12})/([a-z0-9-]+)");

  /** Keeps its own copy of the list. */
  public CloudAssembly {
    stacks = List.copyOf(stacks);
  }

  /**
   * Reads the assembly in {@code folder}.
   *
   * @throws Failure if there is none, or a stack in it names no account and region
   */
  public static CloudAssembly read(Path folder) {
    var manifest = folder.resolve("manifest.json");
    if (!Files.exists(manifest)) {
      throw Failure.notRunning(folder + " holds no templates; write them with: shang synth");
    }
    var artifacts = json(manifest).path("artifacts");
    var stacks = new LinkedHashMap<String, StackArtifact>();
    for (var artifact : artifacts.properties()) {
      if (artifact.getValue().path("type").asText().equals("aws:cloudformation:stack")) {
        stacks.put(artifact.getKey(), stack(folder, artifact.getKey(), artifacts));
      }
    }
    return new CloudAssembly(folder, inOrder(stacks));
  }

  /** The same assembly without the stacks whose names are not {@code wanted}. */
  public CloudAssembly only(Predicate<String> wanted) {
    return new CloudAssembly(folder, stacks.stream().filter(s -> wanted.test(s.name())).toList());
  }

  /** The names of all stacks, in order. */
  public List<String> stackNames() {
    return stacks.stream().map(StackArtifact::name).toList();
  }

  /**
   * The stack named {@code name}.
   *
   * @throws java.util.NoSuchElementException if there is none
   */
  public StackArtifact stack(String name) {
    return stacks.stream().filter(stack -> stack.name().equals(name)).findFirst().orElseThrow();
  }

  /** The names of the stacks that go to {@code place}, in order. */
  public List<String> in(Place place) {
    return stacks.stream()
        .filter(stack -> stack.place().equals(place))
        .map(StackArtifact::name)
        .toList();
  }

  /** The accounts and regions that the stacks go to, in order of first use. */
  public Set<Place> places() {
    var places = new LinkedHashSet<Place>();
    stacks.forEach(stack -> places.add(stack.place()));
    return places;
  }

  private static StackArtifact stack(Path folder, String id, JsonNode artifacts) {
    var artifact = artifacts.path(id);
    var properties = artifact.path("properties");
    var place = place(id, artifact.path("environment").asText());
    var template = folder.resolve(properties.path("templateFile").asText());
    var tags = new HashMap<String, String>();
    properties
        .path("tags")
        .properties()
        .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
    return new StackArtifact(
        id,
        properties.path("stackName").asText(id),
        place,
        template,
        json(template),
        place.fill(properties.path("stackTemplateAssetObjectUrl").asText("")),
        place.fill(properties.path("cloudFormationExecutionRoleArn").asText("")),
        properties.path("terminationProtection").asBoolean(false),
        tags,
        assets(folder, artifact, artifacts, place),
        dependencies(artifact));
  }

  private static Place place(String id, String environment) {
    var matcher = ENVIRONMENT.matcher(environment);
    if (!matcher.matches()) {
      throw Failure.wrongSettings(
          "stack "
              + id
              + ": its environment is "
              + environment
              + "; it must name an account and a region, as in aws://669097061043/ap-south-1");
    }
    return new Place(matcher.group(1), matcher.group(2));
  }

  private static List<FileAsset> assets(
      Path folder, JsonNode artifact, JsonNode artifacts, Place place) {
    var assets = new ArrayList<FileAsset>();
    for (var dependency : dependencies(artifact)) {
      var other = artifacts.path(dependency);
      if (other.path("type").asText().equals("cdk:asset-manifest")) {
        var file = folder.resolve(other.path("properties").path("file").asText());
        for (var asset : json(file).path("files")) {
          for (var destination : asset.path("destinations")) {
            assets.add(
                new FileAsset(
                    folder.resolve(asset.path("source").path("path").asText()),
                    asset.path("source").path("packaging").asText("file").equals("zip"),
                    place.fill(destination.path("bucketName").asText()),
                    destination.path("objectKey").asText()));
          }
        }
      }
    }
    return assets;
  }

  private static Set<String> dependencies(JsonNode artifact) {
    var dependencies = new LinkedHashSet<String>();
    artifact.path("dependencies").forEach(d -> dependencies.add(d.asText()));
    return dependencies;
  }

  /**
   * A stack follows those that the manifest says it depends on, and those whose outputs it reads by
   * {@code Fn::GetStackOutput}: the CDK's weak references are no dependencies in the manifest.
   */
  private static List<StackArtifact> inOrder(Map<String, StackArtifact> stacks) {
    var ordered = new LinkedHashMap<String, StackArtifact>();
    stacks.keySet().forEach(id -> place(id, stacks, ordered, new TreeSet<>()));
    return List.copyOf(ordered.values());
  }

  private static void place(
      String id,
      Map<String, StackArtifact> stacks,
      Map<String, StackArtifact> ordered,
      Set<String> above) {
    if (ordered.containsKey(id)) {
      return;
    }
    if (!above.add(id)) {
      throw Failure.wrongSettings("these stacks depend on each other in a circle: " + above);
    }
    var stack = stacks.get(id);
    for (var other : stacks.values()) {
      if (stack.dependsOn(other) && !other.id().equals(id)) {
        place(other.id(), stacks, ordered, above);
      }
    }
    above.remove(id);
    ordered.put(id, stack);
  }

  private static JsonNode json(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw Failure.failed(file + " cannot be read: " + e.getMessage() + "; run: shang synth");
    }
  }
}
