package com.shangwellness.ops.targets;

import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;

/** A real AWS account, with the credentials that the user's own environment gives. */
public final class AwsTarget implements Target {
  private final AwsCredentialsProvider credentials;
  private final SdkHttpClient http = UrlConnectionHttpClient.builder().build();
  private final Map<String, Clients> clients = new ConcurrentHashMap<>();

  /**
   * The account that {@code profile}, or else the SDK's usual chain, leads to.
   *
   * @param profile a profile in the user's AWS configuration
   * @throws com.shangwellness.ops.Failure if the environment or the profile sends requests to
   *     another place than AWS
   */
  public AwsTarget(Optional<String> profile) {
    EndpointOverrides.refuse(profile, System.getenv(), ProfileFile.defaultProfileFile());
    var chain = DefaultCredentialsProvider.builder();
    profile.ifPresent(chain::profileName);
    this.credentials = chain.build();
  }

  @Override
  public String name() {
    return "aws";
  }

  @Override
  public Clients clients(String region) {
    return clients.computeIfAbsent(
        region,
        name ->
            new SdkClients(
                name,
                (builder, sync) -> {
                  builder.credentialsProvider(credentials);
                  sync.httpClient(http);
                }));
  }

  /** {@inheritDoc} From CloudFront on, the load balancer refuses whoever does not come from it. */
  @Override
  public Optional<URI> site(Optional<URI> published, Optional<URI> front) {
    return published.or(() -> front);
  }

  @Override
  public SSLContext authorities() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  @Override
  public Registry registry(String proxyEndpoint) {
    return new Registry(URI.create(proxyEndpoint).getHost(), false);
  }

  @Override
  public boolean bringsJava() {
    return false;
  }

  @Override
  public Instant now(String region) {
    return Instant.now();
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(3);
  }
}
