package com.shangwellness.region.buildhost;

import com.shangwellness.region.shells.BuildHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * This machine, as builds find it: its own programs, the region's JDK, and stand-ins for the rest.
 */
public final class BuildMachine implements BuildHost {

  private static final String NOT_BY_PROXY = "localhost,127.0.0.1";

  /**
   * What builds find around them.
   *
   * @param folder where stand-ins and trusted authorities are written
   * @param endpoint where the region serves the AWS API
   * @param authority the certificate of the region's authority, PEM
   * @param gatewayPort where the {@link Gateway} listens
   * @param javaHome the JDK that builds are given first
   * @param path where this machine has its programs
   * @param mavenSettings settings for Maven that the user has supplied; those of the gateway are
   *     given where the file is not there
   */
  public record Parts(
      Path folder,
      URI endpoint,
      Path authority,
      int gatewayPort,
      Path javaHome,
      String path,
      Path mavenSettings) {}

  private final Parts parts;
  private final TrustFiles trust;
  private final Path tools;
  private final Path hosts;

  /** Writes what builds are given. */
  public BuildMachine(Parts parts) {
    this.parts = parts;
    this.trust = TrustFiles.in(parts.folder(), parts.authority());
    this.tools = StandIns.in(parts.folder().resolve("tools"), parts.javaHome());
    this.hosts = parts.folder().resolve("hosts");
    try {
      // A JVM that has a hosts file knows no other names; it reaches those through the gateway.
      Files.writeString(hosts, "127.0.0.1 localhost\n127.0.0.1 " + hostname() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("the hosts file of builds cannot be written", e);
    }
  }

  private static String hostname() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
  }

  @Override
  public void furnish(Path home) throws IOException {
    var settings = home.resolve("root/.m2/settings.xml");
    if (!Files.exists(settings)) {
      Files.createDirectories(settings.getParent());
      if (Files.isRegularFile(parts.mavenSettings())) {
        Files.copy(parts.mavenSettings(), settings);
      } else {
        Files.writeString(settings, mavenSettings());
      }
    }
  }

  private String mavenSettings() {
    return """
    <settings>
      <proxies>
        <proxy>
          <id>region</id>
          <protocol>https</protocol>
          <host>127.0.0.1</host>
          <port>%d</port>
          <nonProxyHosts>localhost|127.*</nonProxyHosts>
        </proxy>
      </proxies>
    </settings>
    """
        .formatted(parts.gatewayPort());
  }

  @Override
  public Map<String, String> environment(Map<String, String> build) {
    var all = new LinkedHashMap<String, String>();
    all.put("PATH", tools + ":" + parts.javaHome().resolve("bin") + ":" + parts.path());
    all.put("JAVA_HOME", parts.javaHome().toString());
    all.put("LANG", "C.UTF-8");
    all.put("AWS_ENDPOINT_URL", parts.endpoint().toString());
    all.put("AWS_EC2_METADATA_DISABLED", "true");
    for (var name :
        List.of(
            "AWS_CA_BUNDLE",
            "CURL_CA_BUNDLE",
            "NODE_EXTRA_CA_CERTS",
            "REQUESTS_CA_BUNDLE",
            "SSL_CERT_FILE")) {
      all.put(name, trust.bundle().toString());
    }
    var gateway = "http://127.0.0.1:" + parts.gatewayPort();
    for (var name : List.of("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")) {
      all.put(name, gateway);
    }
    all.put("NO_PROXY", NOT_BY_PROXY);
    all.put("no_proxy", NOT_BY_PROXY);
    all.put("JAVA_TOOL_OPTIONS", javaOptions(build));
    return all;
  }

  // A JVM takes its user's folder from the machine's list of users, and knows no proxy's variables.
  private String javaOptions(Map<String, String> build) {
    return String.join(
        " ",
        "-Duser.home=" + build.getOrDefault("HOME", "/nonexistent"),
        "-Djava.io.tmpdir=" + build.getOrDefault("TMPDIR", "/tmp"),
        "-Djdk.net.hosts.file=" + hosts,
        "-Djavax.net.ssl.trustStore=" + trust.store(),
        "-Djavax.net.ssl.trustStorePassword=" + TrustFiles.PASSWORD,
        "-Dhttps.proxyHost=127.0.0.1",
        "-Dhttps.proxyPort=" + parts.gatewayPort());
  }
}
