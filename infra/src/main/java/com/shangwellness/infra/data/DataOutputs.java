package com.shangwellness.infra.data;

import com.shangwellness.infra.Neighbour;
import software.amazon.awscdk.CfnOutput;
import software.constructs.Construct;

/** What the data stack tells other stacks, and how they read it. Names of outputs never change. */
public final class DataOutputs {
  /** The name of the output with the writer's host name. */
  public static final String ENDPOINT = "DatabaseEndpoint";

  private static final String READER_ENDPOINT = "DatabaseReaderEndpoint";

  /** The name of the output with the full ARN of the password's secret. */
  public static final String SECRET = "DatabaseSecretArn";

  private static final String CLUSTER = "DatabaseCluster";
  private static final String KEY = "DataKeyArn";
  private static final String REPOSITORY_ARN = "RepositoryArn";
  private static final String REPOSITORY_NAME = "RepositoryName";
  private static final String REPOSITORY_URI = "RepositoryUri";

  private final Neighbour data;

  /** Reads the outputs of {@code data}. */
  public DataOutputs(Neighbour data) {
    this.data = data;
  }

  /** The host name of the database's writer. */
  public String databaseEndpoint() {
    return data.output(ENDPOINT);
  }

  /** The full ARN of the secret with the database's password. */
  public String databaseSecretArn() {
    return data.output(SECRET);
  }

  /** The ARN of the key that encrypts database, secret and images. */
  public String dataKeyArn() {
    return data.output(KEY);
  }

  /** The ARN of the image repository. */
  public String repositoryArn() {
    return data.output(REPOSITORY_ARN);
  }

  /** Where images are pushed to and pulled from. */
  public String repositoryUri() {
    return data.output(REPOSITORY_URI);
  }

  static void write(
      Construct stack,
      String clusterIdentifier,
      DataKey key,
      Database database,
      ImageRepository images) {
    write(stack, ENDPOINT, database.endpoint());
    write(stack, READER_ENDPOINT, database.readerEndpoint());
    write(stack, SECRET, database.secretArn());
    write(stack, CLUSTER, clusterIdentifier);
    write(stack, KEY, key.key().getKeyArn());
    write(stack, REPOSITORY_ARN, images.repository().getRepositoryArn());
    write(stack, REPOSITORY_NAME, images.repository().getRepositoryName());
    write(stack, REPOSITORY_URI, images.uri());
  }

  private static void write(Construct stack, String name, String value) {
    CfnOutput.Builder.create(stack, name).value(value).build();
  }
}
