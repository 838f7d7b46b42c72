package com.shangwellness.app;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The page and what belongs to it. An asset is named by its content, so it may be kept for a year;
 * the page, which names them, is asked for each time.
 */
final class Site implements HttpService {

  private static final Pattern HASHED =
      Pattern.compile("(?<stem>[a-z]+)\\.[0-9a-f]{16}\\.(?<kind>[a-z]+)");
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  /** A file as it is served. */
  private record Asset(String name, String hashedName, String type, String content) {}

  private final List<Asset> assets;
  private final Asset page;

  Site() {
    this.assets =
        List.of(
            asset("style.css", "text/css; charset=utf-8"),
            asset("app.js", "text/javascript; charset=utf-8"),
            asset("icon.svg", "image/svg+xml"));
    var html = read("index.html");
    for (var asset : assets) {
      html = html.replace("{" + asset.name() + "}", "/assets/" + asset.hashedName());
    }
    this.page = asset("index.html", "text/html; charset=utf-8", html);
  }

  @Override
  public void routing(HttpRules rules) {
    var paths = new ArrayList<>(List.of("/", "/index.html"));
    for (var path : paths) {
      rules.get(path, this::page).head(path, this::page).any(path, Site::onlyGet);
    }
    rules
        .get("/assets/{name}", this::asset)
        .head("/assets/{name}", this::asset)
        .any("/assets/{name}", Site::onlyGet);
  }

  private void page(ServerRequest request, ServerResponse response) {
    send(request, response, page, "no-cache");
  }

  /**
   * During a release the page may come from one version and its assets be asked of the other, which
   * has them under other names: it answers with what it has, but nobody may keep that under the
   * wrong name.
   */
  private void asset(ServerRequest request, ServerResponse response) {
    var name = request.path().pathParameters().get("name");
    var asset = find(name).orElseThrow(() -> Problem.notFound("There is no asset of this name."));
    send(request, response, asset, asset.hashedName().equals(name) ? FOR_EVER : "no-store");
  }

  private Optional<Asset> find(String name) {
    var hashed = HASHED.matcher(name);
    if (!hashed.matches()) {
      return Optional.empty();
    }
    var plain = hashed.group("stem") + "." + hashed.group("kind");
    return assets.stream().filter(asset -> asset.name().equals(plain)).findFirst();
  }

  private static void send(
      ServerRequest request, ServerResponse response, Asset asset, String caching) {
    var tag = "\"" + asset.hashedName() + "\"";
    response.header(HeaderNames.CACHE_CONTROL, caching).header(HeaderNames.ETAG, tag);
    if (request.headers().first(HeaderNames.IF_NONE_MATCH).filter(tag::equals).isPresent()) {
      response.status(Status.NOT_MODIFIED_304).send();
      return;
    }
    response
        .header(HeaderNames.CONTENT_TYPE, asset.type())
        .send(asset.content().getBytes(StandardCharsets.UTF_8));
  }

  private static void onlyGet(ServerRequest request, ServerResponse response) {
    throw Problem.methodNotAllowed("GET, HEAD");
  }

  private static Asset asset(String name, String type) {
    return asset(name, type, read(name));
  }

  private static Asset asset(String name, String type, String content) {
    var dot = name.lastIndexOf('.');
    var hashed = name.substring(0, dot) + "." + hash(content) + name.substring(dot);
    return new Asset(name, hashed, type, content);
  }

  private static String hash(String content) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)),
              0,
              8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String read(String name) {
    try (var in = Site.class.getResourceAsStream("/web/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }
}
