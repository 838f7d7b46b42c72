package com.shangwellness.region.ecs;

import com.shangwellness.region.caller.Caller;
import com.shangwellness.region.codec.AwsErrors;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** One secret, and who has asked for it. */
final class FakeSecrets implements SecretsManagerClient {

  static final String ARN = "arn:aws:secretsmanager:ap-south-1:669097061043:secret:db-AbCdEf";

  final List<String> askedBy = new ArrayList<>();

  @Override
  public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
    askedBy.add(Caller.current().map(Caller::principal).orElse("nobody"));
    if (!request.secretId().equals(ARN)) {
      throw AwsErrors.of(
          ResourceNotFoundException.builder(), "Secrets Manager can't find the specified secret.");
    }
    return GetSecretValueResponse.builder()
        .secretString("{\"username\":\"admin\",\"password\":\"s3cret\"}")
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
