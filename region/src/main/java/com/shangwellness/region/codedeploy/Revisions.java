package com.shangwellness.region.codedeploy;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codedeploy.model.BundleType;
import software.amazon.awssdk.services.codedeploy.model.GenericRevisionInfo;
import software.amazon.awssdk.services.codedeploy.model.RevisionDoesNotExistException;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocation;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocationType;
import software.amazon.awssdk.services.codedeploy.model.RevisionRequiredException;
import software.amazon.awssdk.services.codedeploy.model.S3Location;
import software.amazon.awssdk.services.s3.S3Client;

/** Where AppSpec files are, and which an application knows. */
final class Revisions {

  /** CodeDeploy guide, "Limits": an AppSpec file has 100 KB at most. */
  private static final int LARGEST = 100 << 10;

  /** A revision of an application, with its content. */
  record KeptRevision(RevisionLocation location, GenericRevisionInfo info) {}

  /** A revision that was read, and how CodeDeploy shows it. */
  record Found(RevisionLocation shown, AppSpec spec) {}

  private final Table<KeptRevision> table;
  private final Timeline timeline;
  private final S3Client s3;

  Revisions(Place place, Timeline timeline, Store store, S3Client s3) {
    this.table = store.table(place.region() + "/codedeploy.revisions", KeptRevision.class);
    this.timeline = timeline;
    this.s3 = s3;
  }

  /** Reads and registers a revision; its content is shown by GetApplicationRevision only. */
  Found register(String application, RevisionLocation asked, String description, boolean used) {
    var location = whole(asked);
    var spec = AppSpecReader.read(content(location));
    var key = key(application, location);
    var before = table.get(key).map(KeptRevision::info);
    var info =
        before
            .map(GenericRevisionInfo::toBuilder)
            .orElseGet(() -> GenericRevisionInfo.builder().registerTime(timeline.now()));
    if (description != null) {
      info.description(description);
    }
    if (used) {
      info.lastUsedTime(timeline.now())
          .firstUsedTime(before.map(GenericRevisionInfo::firstUsedTime).orElseGet(timeline::now));
    }
    table.put(key, new KeptRevision(location, info.build()));
    return new Found(shown(location), spec);
  }

  /** With its digest, whoever has to work it out. */
  private static RevisionLocation whole(RevisionLocation asked) {
    if (asked == null || asked.revisionType() == null) {
      throw Refusals.because(
          RevisionRequiredException.builder(), "A revision with its type must be specified.");
    }
    return switch (asked.revisionType()) {
      case APP_SPEC_CONTENT -> {
        var text = asked.appSpecContent();
        var content = requireContent(text == null ? null : text.content());
        var sha256 = requireDigest(content, text.sha256());
        yield RevisionLocation.builder()
            .revisionType(RevisionLocationType.APP_SPEC_CONTENT)
            .appSpecContent(c -> c.content(content).sha256(sha256))
            .build();
      }
      case STRING -> {
        var text = asked.string();
        var content = requireContent(text == null ? null : text.content());
        var sha256 = requireDigest(content, text.sha256());
        yield RevisionLocation.builder()
            .revisionType(RevisionLocationType.STRING)
            .string(c -> c.content(content).sha256(sha256))
            .build();
      }
      case S3 -> asked;
      default ->
          throw Refusals.revision(
              "For ECS deployment revision, revisionType can be set to S3, String or"
                  + " AppSpecContent only, and is "
                  + asked.revisionTypeAsString()
                  + ".");
    };
  }

  private static String requireContent(String content) {
    if (content == null || content.isBlank()) {
      throw Refusals.revision("The revision has no content.");
    }
    if (content.getBytes(StandardCharsets.UTF_8).length > LARGEST) {
      throw Refusals.revision("The AppSpec file is larger than 100 KB.");
    }
    return content;
  }

  private static String requireDigest(String content, String declared) {
    var actual = sha256(content);
    if (declared != null && !declared.equalsIgnoreCase(actual)) {
      throw Refusals.revision(
          "The sha256 of the AppSpec file is %s, and not %s.".formatted(actual, declared));
    }
    return actual;
  }

  private static String sha256(String content) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(content.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private String content(RevisionLocation location) {
    return switch (location.revisionType()) {
      case APP_SPEC_CONTENT -> location.appSpecContent().content();
      case STRING -> location.string().content();
      default -> object(location.s3Location());
    };
  }

  private String object(S3Location at) {
    if (at == null || at.bucket() == null || at.key() == null) {
      throw Refusals.revision("The S3 location of the revision must have a bucket and a key.");
    }
    if (at.bundleType() != BundleType.YAML && at.bundleType() != BundleType.JSON) {
      throw Refusals.revision(
          "For ECS deployment revision, BundleType must be either YAML or JSON.");
    }
    try {
      var object =
          s3.getObjectAsBytes(
              r -> r.bucket(at.bucket()).key(at.key()).versionId(at.version()).ifMatch(at.eTag()));
      return requireContent(object.asUtf8String());
    } catch (AwsServiceException e) {
      throw Refusals.revision(
          "The AppSpec file cannot be located in the specified S3 bucket: s3://%s/%s (%s: %s)"
              .formatted(at.bucket(), at.key(), AwsErrors.code(e), AwsErrors.message(e)));
    }
  }

  /** "The content property … in the returned revision is always null": GetDeployment. */
  private static RevisionLocation shown(RevisionLocation location) {
    return switch (location.revisionType()) {
      case APP_SPEC_CONTENT ->
          location.toBuilder()
              .appSpecContent(c -> c.sha256(location.appSpecContent().sha256()))
              .build();
      case STRING -> location.toBuilder().string(c -> c.sha256(location.string().sha256())).build();
      default -> location;
    };
  }

  /** The whole revision that {@code asked} names, by its digest or its place in S3. */
  KeptRevision require(String application, RevisionLocation asked) {
    if (asked == null || asked.revisionType() == null) {
      throw Refusals.because(
          RevisionRequiredException.builder(), "A revision with its type must be specified.");
    }
    return table
        .get(key(application, asked))
        .orElseThrow(
            () ->
                Refusals.because(
                    RevisionDoesNotExistException.builder(),
                    "No revision found in the application " + application + "."));
  }

  private static String key(String application, RevisionLocation location) {
    var at =
        switch (location.revisionType()) {
          case APP_SPEC_CONTENT ->
              List.of(
                  "AppSpecContent",
                  digest(Optional.ofNullable(location.appSpecContent()).map(c -> c.sha256())));
          case STRING ->
              List.of(
                  "String", digest(Optional.ofNullable(location.string()).map(c -> c.sha256())));
          case S3 -> place(location.s3Location());
          default -> throw Refusals.revision("The revision is of no type that this region knows.");
        };
    return application + "\n" + String.join("\n", at);
  }

  private static String digest(Optional<String> sha256) {
    return sha256.orElseThrow(() -> Refusals.revision("The revision must have its sha256."));
  }

  private static List<String> place(S3Location at) {
    if (at == null || at.bucket() == null || at.key() == null) {
      throw Refusals.revision("The S3 location of the revision must have a bucket and a key.");
    }
    return List.of(
        "S3",
        at.bucket(),
        at.key(),
        Optional.ofNullable(at.version()).orElse(""),
        Optional.ofNullable(at.eTag()).orElse(""));
  }
}
