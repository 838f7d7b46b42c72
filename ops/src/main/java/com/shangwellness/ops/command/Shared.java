package com.shangwellness.ops.command;

import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.assembly.Environment;
import com.shangwellness.ops.assembly.Synthesis;
import com.shangwellness.ops.deploy.Waiting;
import com.shangwellness.ops.image.AppImage;
import com.shangwellness.ops.machine.Home;
import com.shangwellness.ops.machine.Project;
import com.shangwellness.ops.machine.RegionProcess;
import com.shangwellness.ops.production.Observer;
import com.shangwellness.ops.production.Production;
import com.shangwellness.ops.release.ReleaseGroup;
import com.shangwellness.ops.release.Releases;
import com.shangwellness.ops.rollout.AccountCheck;
import com.shangwellness.ops.targets.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that every command has, and what they lead to. */
public final class Shared {
  /** A look at a release asks some ten times: so many of a target's intervals lie between two. */
  private static final int BETWEEN_LOOKS = 3;

  private static final String SYNTH = "com.shangwellness.infra.Synth";

  /** The settings that are meant when none are named, in the checkout. */
  static final Path PRODUCTION = Path.of("environments", "prod.yaml");

  @Option(
      names = "--environment",
      paramLabel = "FILE",
      description = "The settings of production. Default: environments/prod.yaml.")
  private Path environment = PRODUCTION;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Where the region on this machine keeps its state. Default: .shang.")
  private Path home = Path.of(".shang");

  Project project() {
    return new Project(root());
  }

  Environment environment() {
    return Environment.read(inRoot(environment), file -> synthesize(file, false));
  }

  Home home() {
    return new Home(inRoot(home));
  }

  RegionProcess region() {
    return new RegionProcess(home(), project());
  }

  Synthesis synthesis() {
    return new Synthesis(project().java("infra", SYNTH), root());
  }

  /**
   * The templates as they were last written for {@code environment}; where there are none, they are
   * written now.
   */
  CloudAssembly assembly(Environment environment) {
    var folder = home().assembly();
    if (Files.exists(folder.resolve("manifest.json"))) {
      var assembly = CloudAssembly.read(folder);
      if (environment.isOf(assembly)) {
        return assembly;
      }
    }
    return synthesize(environment, false);
  }

  /** Writes the templates anew, while no other command does. */
  CloudAssembly synthesize(Environment environment, boolean validate) {
    return synthesize(environment.file(), validate);
  }

  private CloudAssembly synthesize(Path settings, boolean validate) {
    try (var _ = home().lock()) {
      return synthesis().synthesize(settings, home().assembly(), validate);
    }
  }

  Observer observer(Target target) {
    var environment = environment();
    return new Observer(target, environment, assembly(environment));
  }

  /** What the stacks hold, place by place; that of the environment's own region is the first. */
  List<Production> productions(Target target) {
    var environment = environment();
    var assembly = assembly(environment);
    var places = new LinkedHashSet<>(List.of(environment.place()));
    places.addAll(assembly.places());
    return places.stream()
        .map(place -> new Production(target.clients(place.region()), assembly.in(place)))
        .toList();
  }

  /**
   * What the stacks of the environment's own region hold.
   *
   * @param assembly says which they are
   */
  Production production(Target target, CloudAssembly assembly) {
    var place = environment().place();
    return new Production(target.clients(place.region()), assembly.in(place));
  }

  /**
   * Releases of production, found in its stacks.
   *
   * @throws Failure if the credentials lead to another account
   */
  Releases releases(Target target, CloudAssembly assembly) {
    AccountCheck.check(target, environment());
    return new Releases(
        target,
        environment().place().region(),
        ReleaseGroup.of(production(target, assembly)),
        Waiting.of(target.interval().multipliedBy(BETWEEN_LOOKS)));
  }

  AppImage image() {
    return new AppImage(project().image());
  }

  // A default lies in the checkout, wherever the command is called from; a path that the user
  // types is relative to where they are.
  private Path inRoot(Path path) {
    return isDefault(path) ? root().resolve(path) : typed(path);
  }

  /** A path that the user typed. */
  static Path typed(Path path) {
    return Path.of(System.getProperty("shang.directory", "")).toAbsolutePath().resolve(path);
  }

  private static boolean isDefault(Path path) {
    return path.equals(Path.of(".shang")) || path.equals(PRODUCTION);
  }

  /** The checkout. */
  static Path root() {
    return Path.of(System.getProperty("shang.root", "")).toAbsolutePath();
  }
}
