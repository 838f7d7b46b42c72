package com.shangwellness.region.codebuild;

import com.shangwellness.region.codebuild.Buildspec.ArtifactSpec;
import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.wire.Checksum;
import com.shangwellness.region.wire.Spooled;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codebuild.model.ArtifactPackaging;
import software.amazon.awssdk.services.codebuild.model.ArtifactsType;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildArtifacts;
import software.amazon.awssdk.services.codebuild.model.PhaseContext;
import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;
import software.amazon.awssdk.services.s3.S3Client;

/** Packs what the buildspec names and puts it where the build's artifacts go. */
record ArtifactUpload(
    S3Client s3,
    Workplace workplace,
    Desk desk,
    Commands commands,
    Builds builds,
    ReportUpload reports)
    implements Stage {

  /** One artifact on its way. */
  private record Parcel(ProjectArtifacts order, ArtifactSpec spec) {
    Parcel named(String name) {
      return new Parcel(order.toBuilder().name(name).build(), spec);
    }

    boolean hasNameOfItsOwn() {
      return order.type() == ArtifactsType.S3
          && Boolean.TRUE.equals(order.overrideArtifactName())
          && !spec.name().isEmpty();
    }

    boolean isPacked() {
      return order.type() == ArtifactsType.CODEPIPELINE
          || order.packaging() == ArtifactPackaging.ZIP;
    }

    String name() {
      return order.artifactIdentifier() == null ? "" : order.artifactIdentifier();
    }
  }

  @Override
  public void enter(Run run, Ending ending) {
    reports.upload(run, faults -> artifacts(run, new ArrayList<>(faults), ending));
  }

  private void artifacts(Run run, List<PhaseContext> faults, Ending ending) {
    var parcels = new ArrayList<Parcel>();
    var spec = run.spec();
    var primary = run.order().artifacts();
    if (isWanted(primary) && spec.artifacts().files().isEmpty()) {
      faults.add(BuildFault.client("no artifacts are defined in the buildspec").context());
    } else if (isWanted(primary)) {
      parcels.add(new Parcel(primary, spec.artifacts()));
    }
    for (var order : run.order().secondaryArtifacts()) {
      var one = spec.secondary().get(order.artifactIdentifier());
      if (one == null) {
        faults.add(missing(order.artifactIdentifier()));
      } else {
        parcels.add(new Parcel(order, one));
      }
    }
    upload(run, parcels, faults, ending);
  }

  // Several outputs of CodePipeline's are all secondary artifacts; then there is no primary one.
  private static boolean isWanted(ProjectArtifacts primary) {
    return switch (primary.type()) {
      case CODEPIPELINE -> primary.location() != null;
      case S3 -> true;
      default -> false;
    };
  }

  private static PhaseContext missing(String identifier) {
    return BuildFault.client(
            "no definition for secondary artifact " + identifier + " in the buildspec")
        .context();
  }

  private void upload(Run run, List<Parcel> parcels, List<PhaseContext> faults, Ending ending) {
    if (parcels.isEmpty()) {
      ending.with(faults);
      return;
    }
    var rest = parcels.subList(1, parcels.size());
    Consumer<Optional<BuildFault>> goOn =
        fault -> {
          fault.ifPresent(f -> faults.add(named(parcels.getFirst(), f).context()));
          upload(run, rest, faults, ending);
        };
    if (parcels.getFirst().hasNameOfItsOwn()) {
      named(run, parcels.getFirst(), goOn);
    } else {
      upload(run, parcels.getFirst(), goOn);
    }
  }

  // The buildspec's name is in the shell's language (user guide, "artifacts/name").
  private void named(Run run, Parcel parcel, Consumer<Optional<BuildFault>> done) {
    var printed = new ArrayList<String>();
    commands.run(
        run,
        "printf '%s\\n' \"" + parcel.spec().name() + "\"",
        printed::addAll,
        exit -> {
          if (exit.code() == 0 && printed.size() == 1 && !printed.getFirst().isBlank()) {
            var name = parcel.named(printed.getFirst());
            builds.change(run.id(), build -> moved(build, name, run.order().uuid()));
            upload(run, name, done);
          } else {
            done.accept(
                Optional.of(BuildFault.client("invalid artifact name: " + parcel.spec().name())));
          }
        },
        reason -> done.accept(Optional.of(BuildFault.client(reason))));
  }

  private void upload(Run run, Parcel parcel, Consumer<Optional<BuildFault>> done) {
    say(run, parcel);
    desk.give(
        run,
        "pack the artifact " + parcel.name(),
        () -> packed(run, parcel),
        packed -> {
          try {
            put(run, parcel, packed);
            done.accept(Optional.empty());
          } catch (BuildFault e) {
            done.accept(Optional.of(e));
          }
        },
        fault -> done.accept(Optional.of(fault)));
  }

  private static void say(Run run, Parcel parcel) {
    var base = parcel.spec().baseDirectory();
    if (!base.isEmpty()) {
      run.log().say("Expanding base directory path: " + base);
    }
    run.log().say("Assembling file list");
    run.log().say("Expanding file paths for base directory " + (base.isEmpty() ? "." : base));
  }

  private static BuildFault named(Parcel parcel, BuildFault fault) {
    return parcel.name().isEmpty()
        ? fault
        : BuildFault.client(
            "Error in UPLOAD_ARTIFACTS phase: ["
                + parcel.name()
                + ": ["
                + fault.getMessage()
                + "]]");
  }

  /** What is put: by the path in the artifact; one packed file has the empty path. */
  private record Packed(int files, Map<String, Spooled> bodies) {}

  private Packed packed(Run run, Parcel parcel) throws BuildFault, IOException {
    SortedMap<String, Path> files = FileSet.of(run.folder(), parcel.spec());
    return new Packed(
        files.size(),
        parcel.isPacked()
            ? Map.of("", workplace.packed(run.folder(), files))
            : workplace.copied(files));
  }

  private void put(Run run, Parcel parcel, Packed packed) throws BuildFault {
    run.log().say("Found " + packed.files() + " file(s)");
    try {
      var target = target(run, parcel);
      for (var body : packed.bodies().entrySet()) {
        var key = body.getKey().isEmpty() ? target.key() : target.key() + "/" + body.getKey();
        put(target.bucket(), key, body.getValue());
      }
    } catch (AwsServiceException e) {
      throw BuildFault.client(
          "%s: %s status code: %d"
              .formatted(AwsErrors.code(e), AwsErrors.message(e), AwsErrors.status(e)));
    } finally {
      packed.bodies().values().forEach(Spooled::discard);
    }
    if (parcel.isPacked()) {
      note(run, parcel, packed.bodies().get(""));
    }
  }

  private static Location target(Run run, Parcel parcel) {
    var order = parcel.order();
    if (order.type() == ArtifactsType.CODEPIPELINE) {
      return Location.ofPipeline(order);
    }
    return Location.parse(Orders.path(order, order.name(), run.order().uuid()));
  }

  private void put(String bucket, String key, Spooled body) {
    s3.putObject(
        r -> r.bucket(bucket).key(key),
        RequestBody.fromContentProvider(body, body.length(), "application/octet-stream"));
  }

  private void note(Run run, Parcel parcel, Spooled body) {
    var sum = HexFormat.of().formatHex(body.checksum(Checksum.SHA256).orElseThrow());
    builds.change(run.id(), build -> changed(build, parcel, one -> one.sha256sum(sum)));
  }

  private static Build moved(Build build, Parcel parcel, String uuid) {
    var location = Orders.shown(parcel.order(), uuid).location();
    return changed(build, parcel, one -> one.location(location));
  }

  private static Build changed(
      Build build, Parcel parcel, Consumer<BuildArtifacts.Builder> change) {
    if (parcel.name().isEmpty()) {
      return build.toBuilder()
          .artifacts(build.artifacts().toBuilder().applyMutation(change).build())
          .build();
    }
    var all = new ArrayList<BuildArtifacts>();
    for (var artifact : build.secondaryArtifacts()) {
      boolean it = parcel.name().equals(artifact.artifactIdentifier());
      all.add(it ? artifact.toBuilder().applyMutation(change).build() : artifact);
    }
    return build.toBuilder().secondaryArtifacts(all).build();
  }
}
