package com.shangwellness.region.tasks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The process that a container is: its arguments, environment and folder, all as they are on this
 * machine.
 *
 * @param notes what differs from AWS
 */
record CommandLine(
    List<String> arguments, Map<String, String> environment, Path folder, List<String> notes) {

  private static final String HOST_PATH = "/usr/local/bin:/usr/bin:/bin";

  /**
   * The container's own process.
   *
   * @param home a folder of this container's own
   * @throws StartFailure when there is nothing to run
   */
  static CommandLine of(
      ContainerSpec spec, ImageFolders.Unpacked image, Surroundings around, Path home)
      throws StartFailure, IOException {
    var maker = new Maker(spec, image, around, home);
    return maker.process(maker.wanted());
  }

  /** Another process inside the same container. */
  static CommandLine of(
      ContainerSpec spec,
      ImageFolders.Unpacked image,
      Surroundings around,
      Path home,
      List<String> command)
      throws StartFailure, IOException {
    return new Maker(spec, image, around, home).process(command);
  }

  private static final class Maker {
    private final ContainerSpec spec;
    private final ImageConfig config;
    private final Surroundings around;
    private final Path home;
    private final ContainerPaths paths;
    private final List<String> notes = new ArrayList<>();

    Maker(ContainerSpec spec, ImageFolders.Unpacked image, Surroundings around, Path home) {
      this.spec = spec;
      this.config = image.config();
      this.around = around;
      this.home = home;
      this.paths = new ContainerPaths(image.root());
    }

    /** An entry point of the task's own takes the image's command away, as Docker does. */
    List<String> wanted() throws StartFailure {
      var wanted = new ArrayList<String>();
      wanted.addAll(spec.entryPoint().isEmpty() ? config.entryPoint() : spec.entryPoint());
      if (!spec.command().isEmpty()) {
        wanted.addAll(spec.command());
      } else if (spec.entryPoint().isEmpty()) {
        wanted.addAll(config.command());
      }
      if (wanted.isEmpty()) {
        throw StartFailure.start(
            "no command specified: the image has neither entry point nor command");
      }
      return wanted;
    }

    CommandLine process(List<String> wanted) throws StartFailure, IOException {
      var arguments = new ArrayList<String>();
      arguments.add(executable(wanted.getFirst()));
      if (isJava(arguments.getFirst())) {
        arguments.addAll(forJava());
      }
      for (var argument : wanted.subList(1, wanted.size())) {
        arguments.add(paths.argument(argument, home));
      }
      if (!config.user().isEmpty()) {
        notes.add(
            "The image's user "
                + config.user()
                + " is not enforced: the process runs as this user.");
      }
      return new CommandLine(arguments, environment(), folder(), notes);
    }

    private static boolean isJava(String executable) {
      return executable.endsWith("/java");
    }

    private String executable(String name) throws StartFailure {
      for (var candidate : candidates(name)) {
        if (paths.has(candidate)) {
          return runnable(candidate);
        }
      }
      if (name.equals("java") || isJava(name)) {
        notes.add(
            "The image has no Java: the region's own JDK runs it (" + Runtime.version() + ").");
        return around.javaHome().resolve("bin/java").toString();
      }
      if (name.equals("/bin/sh")) {
        notes.add("The image has no shell: the machine's runs it.");
        return name;
      }
      throw StartFailure.start(
          "failed to create task: unable to start container process: exec: \"%s\": %s"
              .formatted(
                  name,
                  name.contains("/")
                      ? "stat " + name + ": no such file or directory"
                      : "executable file not found in $PATH"));
    }

    private List<String> candidates(String name) {
      if (name.contains("/")) {
        return List.of(Path.of(workingDirectory()).resolve(name).toString());
      }
      var path =
          spec.environment()
              .getOrDefault("PATH", config.environment().getOrDefault("PATH", HOST_PATH));
      return List.of(path.split(":")).stream()
          .filter(folder -> folder.startsWith("/"))
          .map(folder -> folder + "/" + name)
          .toList();
    }

    private String runnable(String path) throws StartFailure {
      var file = paths.resolve(path);
      if (!Files.isExecutable(file) || Files.isDirectory(file)) {
        throw StartFailure.start(
            "failed to create task: unable to start container process: exec: \"%s\": permission denied"
                .formatted(path));
      }
      return file.toString();
    }

    /** What a JVM finds out by itself inside a Fargate task, and has to be told here. */
    private List<String> forJava() {
      var options = new ArrayList<String>();
      options.add("-Djdk.net.hosts.file=" + around.hostsFile());
      options.add("-Djava.io.tmpdir=" + home.resolve("tmp"));
      options.add("-Duser.home=" + home);
      if (spec.memoryMiB() > 0) {
        options.add("-XX:MaxRAM=" + spec.memoryMiB() + "m");
      }
      if (spec.cpuUnits() > 0) {
        options.add("-XX:ActiveProcessorCount=" + Math.max(1, Math.ceilDiv(spec.cpuUnits(), 1024)));
      }
      return options;
    }

    private Map<String, String> environment() {
      var environment = new LinkedHashMap<String, String>();
      config.environment().forEach((name, value) -> environment.put(name, onMachine(name, value)));
      spec.environment().forEach((name, value) -> environment.put(name, onMachine(name, value)));
      environment.merge("PATH", HOST_PATH, (images, hosts) -> images + ":" + hosts);
      environment.put("HOST", spec.address());
      if (spec.port() > 0) {
        environment.put("PORT", String.valueOf(around.servedPort().applyAsInt(spec.port())));
      }
      environment.put("HOME", home.toString());
      environment.put("TMPDIR", home.resolve("tmp").toString());
      environment.put("AWS_ENDPOINT_URL", around.endpoint().toString());
      environment.put("AWS_CA_BUNDLE", around.caBundle().toString());
      environment.put("AWS_EC2_METADATA_DISABLED", "true");
      return environment;
    }

    private String onMachine(String name, String value) {
      boolean list = name.equals("PATH") || name.endsWith("_OPTIONS");
      return list || (value.startsWith("/") && paths.has(value)) ? options(value) : value;
    }

    private String options(String value) {
      var words = new ArrayList<String>();
      for (var word : value.split(" ", -1)) {
        words.add(paths.onMachine(word));
      }
      return String.join(" ", words);
    }

    private Path folder() {
      var folder = paths.resolve(workingDirectory());
      return Files.isDirectory(folder) ? folder : paths.resolve("/");
    }

    private String workingDirectory() {
      return spec.workingDirectory().isEmpty()
          ? config.workingDirectory()
          : spec.workingDirectory();
    }
  }
}
