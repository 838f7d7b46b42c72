package com.shangwellness.ops.fake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes cloud assemblies as the CDK writes them. */
public final class Assemblies {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BUCKET = "cdk-hnb659fds-assets-669097061043-ap-south-1";

  private final Path folder;
  private final ObjectNode artifacts = JSON.createObjectNode();

  /** An assembly in {@code folder}. */
  public Assemblies(Path folder) {
    this.folder = folder;
  }

  /** Adds a stack with this template, which depends on these others. */
  public Assemblies stack(String name, String template, String... dependencies) {
    var key = Integer.toHexString(template.hashCode()) + ".json";
    write(name + ".template.json", template);
    write(
        name + ".assets.json",
        """
        {"version":"48","files":{"a":{"source":{"path":"%s","packaging":"file"},
         "destinations":{"d":{"bucketName":"%s","objectKey":"%s"}}}},"dockerImages":{}}
        """
            .formatted(name + ".template.json", BUCKET, key));
    artifacts
        .putObject(name + ".assets")
        .put("type", "cdk:asset-manifest")
        .putObject("properties")
        .put("file", name + ".assets.json");
    var artifact = artifacts.putObject(name);
    artifact.put("type", "aws:cloudformation:stack");
    artifact.put("environment", "aws://669097061043/ap-south-1");
    artifact
        .putObject("properties")
        .put("templateFile", name + ".template.json")
        .put("stackName", name)
        .put("terminationProtection", name.endsWith("data"))
        .put("cloudFormationExecutionRoleArn", "arn:${AWS::Partition}:iam::669097061043:role/exec")
        .put("stackTemplateAssetObjectUrl", "s3://" + BUCKET + "/" + key)
        .putObject("tags")
        .put("project", "shangwellness");
    var all = new ArrayList<>(List.of(dependencies));
    all.add(name + ".assets");
    var list = artifact.putArray("dependencies");
    all.forEach(list::add);
    return this;
  }

  /** Writes the manifest and returns the folder. */
  public Path write() {
    var manifest = JSON.createObjectNode().put("version", "48");
    manifest.set("artifacts", artifacts);
    write("manifest.json", manifest.toPrettyString());
    return folder;
  }

  private void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
