package com.shangwellness.ops.targets;

import com.shangwellness.ops.Failure;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * The region on this machine. Its clients know one endpoint on loopback and fixed credentials; they
 * look at no profile, no environment variable and no proxy, and their HTTP refuses every address
 * that is not loopback.
 */
public final class LocalTarget implements Target {
  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));
  // The SDK would otherwise read ~/.aws for its defaults.
  private static final ProfileFile NO_PROFILES = ProfileFile.aggregator().build();

  /** The header in which the region tells its time. */
  private static final String TIME = "x-region-time";

  private final URI endpoint;
  private final URI site;
  private final URI siteTls;
  private final SdkHttpClient http = LoopbackHttp.client();
  private final Map<String, Clients> clients = new ConcurrentHashMap<>();

  /**
   * The region that answers at {@code endpoint}.
   *
   * @param endpoint the AWS API, on loopback
   * @param site the load balancer's front by HTTP, on loopback
   * @param siteTls the same by HTTPS
   */
  public LocalTarget(URI endpoint, URI site, URI siteTls) {
    LoopbackHttp.requireLoopback(endpoint);
    this.endpoint = endpoint;
    this.site = site;
    this.siteTls = siteTls;
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public Clients clients(String region) {
    return clients.computeIfAbsent(region, name -> new SdkClients(name, this::setUp));
  }

  private void setUp(AwsClientBuilder<?, ?> builder, AwsSyncClientBuilder<?, ?> sync) {
    builder.endpointOverride(endpoint);
    builder.credentialsProvider(CREDENTIALS);
    // Given here so that AWS_DEFAULTS_MODE, AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT
    // are not asked.
    builder.defaultsMode(DefaultsMode.STANDARD);
    builder.fipsEnabled(false);
    builder.dualstackEnabled(false);
    builder.overrideConfiguration(
        ClientOverrideConfiguration.builder()
            .defaultProfileFile(NO_PROFILES)
            .defaultProfileName("default")
            .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, "shang")
            .build());
    sync.httpClient(http);
  }

  /** {@inheritDoc} CloudFront is recorded only: the load balancer's front is the site's. */
  @Override
  public Optional<URI> site(Optional<URI> published, Optional<URI> front) {
    return front.map(address -> "https".equals(address.getScheme()) ? siteTls : site);
  }

  @Override
  public SSLContext authorities() {
    return RegionAuthority.at(endpoint);
  }

  @Override
  public Registry registry(String proxyEndpoint) {
    return new Registry(endpoint.getHost() + ":" + endpoint.getPort(), true);
  }

  @Override
  public boolean bringsJava() {
    return true;
  }

  /** {@inheritDoc} The region dates its answers so: {@code Date} is the machine's own. */
  @Override
  public Instant now(String region) {
    return clients(region)
        .sts()
        .getCallerIdentity()
        .sdkHttpResponse()
        .firstMatchingHeader(TIME)
        .map(Instant::parse)
        .orElseThrow(() -> Failure.failed("the region does not say what time it is there"));
  }

  @Override
  public Duration interval() {
    return Duration.ofMillis(150);
  }
}
