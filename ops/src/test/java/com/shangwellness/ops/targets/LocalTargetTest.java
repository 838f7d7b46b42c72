package com.shangwellness.ops.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTargetTest {
  private static final int CLIENTS = 27;
  private static final URI ENDPOINT = URI.create("http://127.0.0.1:4566");
  private static final URI SITE = URI.create("http://127.0.0.1:8080/");
  private static final URI SITE_TLS = URI.create("https://127.0.0.1:8443/");

  @TempDir private Path folder;

  @Test
  void no_request_leaves_loopback_whatever_is_in_the_users_environment() throws Exception {
    var authorizations = new CopyOnWriteArrayList<String>();
    var caught = new AtomicInteger();
    var region = region(authorizations);
    try (var trap = trap(caught)) {
      var said = probe(region.getAddress().getPort(), trap.getLocalPort());

      assertThat(authorizations).as(said).hasSize(CLIENTS);
      assertThat(authorizations)
          .allSatisfy(a -> assertThat(a).contains("Credential=local/").contains("/ap-south-1/"));
      assertThat(caught).as("connections to the proxy or the user's endpoint").hasValue(0);
      assertThat(folder.resolve("asked")).as("the profile's credential process").doesNotExist();
    } finally {
      region.stop(0);
    }
  }

  @Test
  void an_endpoint_elsewhere_is_refused() {
    for (var elsewhere : List.of("https://ecs.ap-south-1.amazonaws.com", "http://10.0.0.1:4566")) {
      assertThatThrownBy(() -> new LocalTarget(URI.create(elsewhere), SITE, SITE_TLS))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is not on loopback");
    }
  }

  @Test
  void images_are_pushed_to_the_region_whatever_name_the_registry_gives_itself() {
    var target = new LocalTarget(ENDPOINT, SITE, SITE_TLS);

    assertThat(target.registry("https://669097061043.dkr.ecr.ap-south-1.amazonaws.com"))
        .isEqualTo(new Target.Registry("127.0.0.1:4566", true));
  }

  @Test
  void the_site_is_the_load_balancers_front_by_its_own_scheme_wherever_cloudfront_would_be() {
    var target = new LocalTarget(ENDPOINT, SITE, SITE_TLS);
    var cloudFront = Optional.of(URI.create("https://d1.cloudfront.net/"));

    assertThat(target.site(cloudFront, Optional.of(URI.create("http://alb.example/"))))
        .contains(SITE);
    assertThat(target.site(cloudFront, Optional.of(URI.create("https://alb.example/"))))
        .contains(SITE_TLS);
    assertThat(target.site(cloudFront, Optional.empty())).isEmpty();
  }

  private static HttpServer region(List<String> authorizations) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          authorizations.add(
              Objects.requireNonNullElse(
                  exchange.getRequestHeaders().getFirst("Authorization"), "none"));
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(400, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static ServerSocket trap(AtomicInteger caught) throws IOException {
    var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(
            () -> {
              while (!socket.isClosed()) {
                try {
                  socket.accept().close();
                  caught.incrementAndGet();
                } catch (IOException e) {
                  return; // the test is over
                }
              }
            });
    return socket;
  }

  private String probe(int region, int trap) throws Exception {
    var profiles = folder.resolve("config");
    Files.writeString(
        profiles,
        """
        [default]
        region = eu-west-1
        credential_process = touch %1$s/asked
        endpoint_url = http://127.0.0.1:%2$d
        [profile prod]
        region = eu-west-1
        credential_process = touch %1$s/asked
        endpoint_url = http://127.0.0.1:%2$d
        """
            .formatted(folder, trap));
    var proxy = "http://127.0.0.1:" + trap;
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Dhttp.proxyHost=127.0.0.1",
            "-Dhttp.proxyPort=" + trap,
            "-Dhttp.nonProxyHosts=",
            "-cp",
            System.getProperty("java.class.path"),
            LocalTargetProbe.class.getName(),
            "http://127.0.0.1:" + region);
    var environment = builder.environment();
    for (var name : List.of("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")) {
      environment.put(name, proxy);
    }
    environment.put("NO_PROXY", "");
    environment.put("AWS_PROFILE", "prod");
    environment.put("AWS_CONFIG_FILE", profiles.toString());
    environment.put("AWS_ACCESS_KEY_ID", "AKIAREAL");
    environment.put("AWS_SECRET_ACCESS_KEY", "real");
    environment.put("AWS_SESSION_TOKEN", "real");
    environment.put("AWS_REGION", "eu-west-1");
    environment.put("AWS_ENDPOINT_URL", proxy);
    environment.put("AWS_ENDPOINT_URL_S3", proxy);
    environment.put("AWS_USE_FIPS_ENDPOINT", "true");
    environment.put("AWS_USE_DUALSTACK_ENDPOINT", "true");
    var process = builder.redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
