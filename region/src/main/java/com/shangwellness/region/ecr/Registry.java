package com.shangwellness.region.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.timeline.Timeline;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecr.model.ImageAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.ImageDigestDoesNotMatchException;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageTagAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.LayersNotFoundException;
import software.amazon.awssdk.services.ecr.model.ReferencedImagesNotFoundException;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/**
 * The OCI distribution specification over HTTP. Bodies go to files as they come; what they change
 * is one short action on the timeline.
 */
final class Registry implements HttpHandler {

  private static final Pattern PATH = Pattern.compile("/v2/(.+)/(blobs|manifests|tags)/(.*)");
  private static final String UPLOADS = "uploads/";

  private final Timeline timeline;
  private final Repositories repositories;
  private final Images images;
  private final AuthorizationTokens tokens;
  private final BlobStore blobs;
  private final Uploads uploads;

  Registry(
      Timeline timeline,
      Repositories repositories,
      Images images,
      AuthorizationTokens tokens,
      BlobStore blobs) {
    this.timeline = timeline;
    this.repositories = repositories;
    this.images = images;
    this.tokens = tokens;
    this.blobs = blobs;
    this.uploads = new Uploads(blobs, timeline::now);
  }

  @Override
  public void handle(HttpExchange http) throws IOException {
    var exchange = new RegistryExchange(http);
    try (exchange) {
      try {
        route(exchange);
      } catch (RegistryError e) {
        exchange.refuse(e);
      } catch (AwsServiceException e) {
        exchange.refuse(translated(e));
      }
    }
  }

  private void route(RegistryExchange exchange) throws IOException {
    if (!onTimeline("ecr: login", () -> tokens.accepts(exchange.basicCredentials()))) {
      exchange.challenge();
      return;
    }
    if (exchange.path().equals("/v2/") || exchange.path().equals("/v2")) {
      exchange.answer(200, "application/json", "{}".getBytes(UTF_8));
      return;
    }
    var parts = PATH.matcher(exchange.path());
    if (!parts.matches()) {
      throw new RegistryError(404, "UNSUPPORTED", "no such path: " + exchange.path());
    }
    var name = parts.group(1);
    var rest = parts.group(3);
    if (!Repositories.isName(name)) {
      throw RegistryError.nameInvalid(name);
    }
    switch (parts.group(2)) {
      case "manifests" -> manifest(exchange, name, rest);
      case "tags" -> tags(exchange, name, rest);
      default -> {
        if (rest.startsWith(UPLOADS)) {
          upload(exchange, name, rest.substring(UPLOADS.length()));
        } else {
          blob(exchange, name, rest);
        }
      }
    }
  }

  private <T> T onTimeline(String what, Supplier<T> action) {
    try {
      return timeline.call(what, action).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private Repository repository(String name) {
    return repositories.require(null, name).repository();
  }

  private void manifest(RegistryExchange exchange, String name, String reference)
      throws IOException {
    switch (exchange.method()) {
      case "GET", "HEAD" -> getManifest(exchange, name, reference);
      case "PUT" -> putManifest(exchange, name, reference);
      default -> throw RegistryError.unsupported(exchange.method() + " of a manifest");
    }
  }

  private void getManifest(RegistryExchange exchange, String name, String reference)
      throws IOException {
    var image =
        onTimeline(
            "ecr: pull " + name + ":" + reference,
            () ->
                images
                    .find(repository(name).repositoryName(), id(reference))
                    .orElseThrow(() -> RegistryError.manifestUnknown(reference)));
    exchange.header("Docker-Content-Digest", image.digest());
    exchange.answer(200, image.mediaType(), image.manifest().getBytes(UTF_8));
  }

  private static ImageIdentifier id(String reference) {
    return reference.contains(":")
        ? ImageIdentifier.builder().imageDigest(digest(reference).toString()).build()
        : ImageIdentifier.builder().imageTag(reference).build();
  }

  private static Digest digest(String text) {
    try {
      return Digest.parse(text);
    } catch (IllegalArgumentException e) {
      throw RegistryError.digestInvalid(e.getMessage());
    }
  }

  private void putManifest(RegistryExchange exchange, String name, String reference)
      throws IOException {
    var body = exchange.body(Manifest.MAX_BYTES);
    var id = id(reference);
    var digest = Digest.of(body).toString();
    onTimeline(
        "ecr: push " + name + ":" + reference,
        () -> put(repository(name), new String(body, UTF_8), exchange.contentType(), id));
    exchange.header("Docker-Content-Digest", digest);
    exchange.header("Location", "/v2/" + name + "/manifests/" + digest);
    exchange.answer(201);
  }

  /** Pushing what is there already is no error here, as it is for PutImage, if the tag may move. */
  private KeptImage put(Repository repository, String text, String type, ImageIdentifier id) {
    var tag = id.imageTag() == null ? "" : id.imageTag();
    var expected = id.imageDigest() == null ? "" : id.imageDigest();
    try {
      return images.put(repository, text, type, tag, expected);
    } catch (ImageAlreadyExistsException e) {
      if (!tag.isEmpty() && TagMutability.isFixed(repository, tag)) {
        throw new RegistryError(
            400,
            "TAG_INVALID",
            "The image tag '%s' already exists in the '%s' repository and cannot be overwritten because the tag is immutable."
                .formatted(tag, repository.repositoryName()));
      }
      var there = ImageIdentifier.builder().imageDigest(Digest.of(text.getBytes(UTF_8)).toString());
      return images.require(repository.repositoryName(), there.build());
    }
  }

  private void tags(RegistryExchange exchange, String name, String rest) throws IOException {
    if (!rest.equals("list") || !exchange.method().equals("GET")) {
      throw RegistryError.unsupported(exchange.method() + " of " + exchange.path());
    }
    var last = exchange.query("last").orElse("");
    long most = exchange.query("n").map(Registry::count).orElse(1000L);
    var all =
        onTimeline(
            "ecr: list tags of " + name,
            () ->
                images.of(repository(name).repositoryName()).stream()
                    .flatMap(image -> image.tags().stream())
                    .sorted()
                    .filter(tag -> tag.compareTo(last) > 0)
                    .toList());
    var page = all.stream().limit(most).toList();
    if (page.size() < all.size() && !page.isEmpty()) {
      exchange.header(
          "Link",
          "</v2/%s/tags/list?n=%d&last=%s>; rel=\"next\"".formatted(name, most, page.getLast()));
    }
    exchange.answer(200, "application/json", RegistryExchange.tagList(name, page));
  }

  private static long count(String text) {
    if (!text.matches("\\d{1,4}")) {
      throw new RegistryError(400, "PAGINATION_NUMBER_INVALID", "n is " + text + ", not a number");
    }
    return Long.parseLong(text);
  }

  private void blob(RegistryExchange exchange, String name, String digest) throws IOException {
    if (!List.of("GET", "HEAD").contains(exchange.method())) {
      throw RegistryError.unsupported(exchange.method() + " of a blob");
    }
    var wanted = digest(digest);
    var layer =
        onTimeline(
            "ecr: pull a layer of " + name,
            () ->
                images
                    .layer(repository(name).repositoryName(), digest)
                    .orElseThrow(() -> RegistryError.blobUnknown(digest)));
    exchange.header("Docker-Content-Digest", layer.digest());
    exchange.answer(200, "application/octet-stream", blobs.file(wanted));
  }

  private void upload(RegistryExchange exchange, String name, String id) throws IOException {
    if (id.isEmpty()) {
      if (!exchange.method().equals("POST")) {
        throw RegistryError.unsupported(exchange.method() + " of uploads");
      }
      begin(exchange, name);
      return;
    }
    var upload = uploads.require(name, id);
    switch (exchange.method()) {
      case "GET" -> progress(exchange, 204, upload);
      case "PATCH" -> {
        checkRange(exchange, upload);
        upload.append(exchange.body());
        progress(exchange, 202, upload);
      }
      case "PUT" -> {
        var digest = digest(exchange.query("digest").orElse(""));
        checkRange(exchange, upload);
        upload.append(exchange.body());
        complete(exchange, upload, digest);
      }
      case "DELETE" -> {
        uploads.drop(upload);
        exchange.answer(204);
      }
      default -> throw RegistryError.unsupported(exchange.method() + " of an upload");
    }
  }

  private void begin(RegistryExchange exchange, String name) throws IOException {
    var mount = exchange.query("mount");
    var from = exchange.query("from").orElse(name);
    var mounted =
        onTimeline("ecr: begin an upload to " + name, () -> mount(name, mount.orElse(""), from));
    if (mounted) {
      created(exchange, name, digest(mount.orElseThrow()));
      return;
    }
    var digest = exchange.query("digest");
    var expected = digest.map(Registry::digest);
    var upload = uploads.begin(name);
    if (expected.isPresent()) {
      upload.append(exchange.body());
      complete(exchange, upload, expected.get());
    } else {
      progress(exchange, 202, upload);
    }
  }

  /** Lets {@code name} have a layer of {@code from}; false when that cannot be. */
  private boolean mount(String name, String digest, String from) {
    var to = repository(name).repositoryName();
    var layer = images.layer(from, digest);
    layer.ifPresent(there -> images.addLayer(to, Digest.parse(there.digest()), there.bytes()));
    return layer.isPresent();
  }

  private static void checkRange(RegistryExchange exchange, Uploads.Upload upload)
      throws IOException {
    var start = exchange.rangeStart();
    if (start.isPresent() && start.getAsLong() != upload.bytes()) {
      throw new RegistryError(
          416,
          "BLOB_UPLOAD_INVALID",
          "the chunk begins at "
              + start.getAsLong()
              + " but "
              + upload.bytes()
              + " bytes are there");
    }
  }

  private static void progress(RegistryExchange exchange, int status, Uploads.Upload upload)
      throws IOException {
    exchange.header("Location", exchange.uploadPath(upload.id()));
    exchange.header("Range", "0-" + Math.max(0, upload.bytes() - 1));
    exchange.header("Docker-Upload-UUID", upload.id());
    exchange.answer(status);
  }

  private void complete(RegistryExchange exchange, Uploads.Upload upload, Digest digest)
      throws IOException {
    long bytes = uploads.verify(upload, digest);
    var name = exchange.repositoryOfUpload();
    // Both in one action: between two, another image's end could take the same bytes away.
    try {
      onTimeline(
          "ecr: a layer of " + name,
          () -> {
            var layer = images.addLayer(repository(name).repositoryName(), digest, bytes);
            uploads.keep(upload, digest);
            return layer;
          });
    } finally {
      uploads.drop(upload);
    }
    created(exchange, name, digest);
  }

  private static void created(RegistryExchange exchange, String name, Digest digest)
      throws IOException {
    exchange.header("Location", "/v2/" + name + "/blobs/" + digest);
    exchange.header("Docker-Content-Digest", digest.toString());
    exchange.answer(201);
  }

  private static RegistryError translated(AwsServiceException error) {
    var message = AwsErrors.message(error);
    return switch (error) {
      case RepositoryNotFoundException e -> new RegistryError(404, "NAME_UNKNOWN", message);
      case ImageTagAlreadyExistsException e -> new RegistryError(400, "TAG_INVALID", message);
      case ImageDigestDoesNotMatchException e -> RegistryError.digestInvalid(message);
      case LayersNotFoundException e -> new RegistryError(404, "MANIFEST_BLOB_UNKNOWN", message);
      case ReferencedImagesNotFoundException e ->
          new RegistryError(404, "MANIFEST_BLOB_UNKNOWN", message);
      case InvalidParameterException e -> new RegistryError(400, "MANIFEST_INVALID", message);
      default -> new RegistryError(500, "UNKNOWN", message);
    };
  }
}
