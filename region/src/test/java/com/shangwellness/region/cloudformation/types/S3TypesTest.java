package com.shangwellness.region.cloudformation.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.shangwellness.region.place.Place;
import com.shangwellness.region.s3.BucketNames;
import com.shangwellness.region.s3.S3;
import com.shangwellness.region.wire.Spool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.Tag;

class S3TypesTest {

  private static final String ACCESS_LOGS =
      """
      Resources:
        Logs:
          Type: AWS::S3::Bucket
          Properties:
            BucketEncryption:
              ServerSideEncryptionConfiguration:
                - ServerSideEncryptionByDefault: {SSEAlgorithm: AES256}
            LifecycleConfiguration:
              Rules:
                - Id: Expire
                  Status: Enabled
                  ExpirationInDays: 90
                  AbortIncompleteMultipartUpload: {DaysAfterInitiation: 7}
            PublicAccessBlockConfiguration:
              BlockPublicAcls: true
              BlockPublicPolicy: true
              IgnorePublicAcls: true
              RestrictPublicBuckets: true
            Tags:
              - {Key: Environment, Value: prod}
              - {Key: Project, Value: shangwellness}
        LogsPolicy:
          Type: AWS::S3::BucketPolicy
          Properties:
            Bucket: !Ref Logs
            PolicyDocument:
              Version: "2012-10-17"
              Statement:
                - Effect: Deny
                  Principal: {AWS: "*"}
                  Action: s3:*
                  Resource: [!GetAtt Logs.Arn, !Sub "${Logs.Arn}/*"]
                  Condition: {NumericLessThan: {"s3:TlsVersion": 1.2}}
      Outputs:
        Name: {Value: !Ref Logs}
        Arn: {Value: !GetAtt Logs.Arn}
        DomainName: {Value: !GetAtt Logs.DomainName}
        RegionalDomainName: {Value: !GetAtt Logs.RegionalDomainName}
        DualStackDomainName: {Value: !GetAtt Logs.DualStackDomainName}
        Policy: {Value: !Ref LogsPolicy}
      """;

  private static final String STAGING =
      """
      Resources:
        Staging:
          Type: AWS::S3::Bucket
          Properties:
            BucketName: cdk-assets
            AccessControl: Private
            BucketEncryption:
              ServerSideEncryptionConfiguration:
                - ServerSideEncryptionByDefault: {SSEAlgorithm: aws:kms, KMSMasterKeyID: key-1}
                  BucketKeyEnabled: true
            VersioningConfiguration: {Status: Enabled}
            LifecycleConfiguration:
              Rules:
                - Id: CleanupOldVersions
                  Status: Enabled
                  NoncurrentVersionExpiration: {NoncurrentDays: 30}
                - Id: AbortIncompleteMultipartUploads
                  Status: Enabled
                  AbortIncompleteMultipartUpload: {DaysAfterInitiation: 1}
      """;

  @TempDir private Path folder;
  private TestStacks stacks;
  private S3 s3;

  @BeforeEach
  void begin() {
    beginIn("ap-south-1");
  }

  private void beginIn(String region) {
    stacks = new TestStacks(new Place("669097061043", region));
    s3 =
        new S3(
            stacks.place,
            stacks.timeline,
            stacks.store,
            stacks.ids,
            new BucketNames(stacks.store),
            folder.resolve(region),
            new Spool(folder.resolve("spool")));
    stacks.of(S3Types.types(s3));
  }

  private void create(String template) {
    stacks.creates("web", template);
    stacks.passes(Duration.ofMinutes(5));
  }

  private void update(String template) {
    stacks.updates("web", template);
    stacks.passes(Duration.ofMinutes(5));
  }

  private void delete() {
    stacks.deletes("web");
    stacks.passes(Duration.ofMinutes(5));
  }

  private static String bucket(String properties) {
    return "Resources:\n  Bucket:\n    Type: AWS::S3::Bucket\n    Properties: {BucketName: a-bucket"
        + (properties.isEmpty() ? "" : ", " + properties)
        + "}\n";
  }

  private List<LifecycleRule> lifecycle(String bucket) {
    return stacks.call(() -> s3.getBucketLifecycleConfiguration(r -> r.bucket(bucket))).rules();
  }

  private String policy(String bucket) {
    return stacks.call(() -> s3.getBucketPolicy(r -> r.bucket(bucket))).policy();
  }

  private void put(String bucket) {
    stacks.call(
        () -> s3.putObject(r -> r.bucket(bucket).key("a"), RequestBody.fromString("a body")));
  }

  @Test
  void the_bucket_of_access_logs_is_as_its_template_says() {
    create(ACCESS_LOGS);

    var name = stacks.outputs("web").get("Name");
    assertThat(name).matches("web-logs-[a-z0-9]{12}");
    assertThat(encryption(name)).isEqualTo("AES256 null");
    assertThat(lifecycle(name))
        .containsExactly(
            LifecycleRule.builder()
                .id("Expire")
                .status("Enabled")
                .filter(f -> f.prefix(""))
                .expiration(e -> e.days(90))
                .abortIncompleteMultipartUpload(a -> a.daysAfterInitiation(7))
                .build());
    var block = stacks.call(() -> s3.getPublicAccessBlock(r -> r.bucket(name)));
    assertThat(block.publicAccessBlockConfiguration())
        .hasToString(
            "PublicAccessBlockConfiguration(BlockPublicAcls=true, IgnorePublicAcls=true,"
                + " BlockPublicPolicy=true, RestrictPublicBuckets=true)");
    assertThat(tags(name)).contains("Environment=prod", "Project=shangwellness");
    assertThat(policy(name)).contains("arn:aws:s3:::" + name + "/*").contains("1.2");
  }

  private String encryption(String bucket) {
    var rule =
        stacks
            .call(() -> s3.getBucketEncryption(r -> r.bucket(bucket)))
            .serverSideEncryptionConfiguration()
            .rules()
            .getFirst()
            .applyServerSideEncryptionByDefault();
    return rule.sseAlgorithmAsString() + " " + rule.kmsMasterKeyID();
  }

  private List<String> tags(String bucket) {
    return stacks.call(() -> s3.getBucketTagging(r -> r.bucket(bucket))).tagSet().stream()
        .map((Tag tag) -> tag.key() + "=" + tag.value())
        .toList();
  }

  @Test
  void ref_and_getatt_give_what_aws_gives() {
    create(ACCESS_LOGS);

    var outputs = stacks.outputs("web");
    var name = outputs.get("Name");
    assertThat(outputs)
        .contains(
            entry("Arn", "arn:aws:s3:::" + name),
            entry("DomainName", name + ".s3.amazonaws.com"),
            entry("RegionalDomainName", name + ".s3.ap-south-1.amazonaws.com"),
            entry("DualStackDomainName", name + ".s3.dualstack.ap-south-1.amazonaws.com"),
            entry("Policy", name));
  }

  @Test
  void the_bootstrap_bucket_is_as_its_template_says() {
    create(STAGING);

    assertThat(stacks.status("web")).isEqualTo("CREATE_COMPLETE");
    assertThat(stacks.call(() -> s3.getBucketVersioning(r -> r.bucket("cdk-assets"))).status())
        .isEqualTo(BucketVersioningStatus.ENABLED);
    assertThat(encryption("cdk-assets")).isEqualTo("aws:kms key-1");
    assertThat(lifecycle("cdk-assets"))
        .satisfiesExactly(
            old -> assertThat(old.noncurrentVersionExpiration().noncurrentDays()).isEqualTo(30),
            left ->
                assertThat(left.abortIncompleteMultipartUpload().daysAfterInitiation())
                    .isEqualTo(1));
  }

  @Test
  void settings_change_in_place_and_are_taken_back_with_their_property() {
    create(STAGING);
    update("Resources: {Staging: {Type: AWS::S3::Bucket, Properties: {BucketName: cdk-assets}}}");

    assertThat(stacks.status("web")).isEqualTo("UPDATE_COMPLETE");
    assertThat(stacks.call(() -> s3.getBucketVersioning(r -> r.bucket("cdk-assets"))).status())
        .isEqualTo(BucketVersioningStatus.SUSPENDED);
    assertThat(encryption("cdk-assets")).isEqualTo(ServerSideEncryption.AES256 + " null");
    assertThatThrownBy(() -> lifecycle("cdk-assets"))
        .hasMessageContaining("The lifecycle configuration does not exist");
  }

  @Test
  void a_lifecycle_rule_says_what_cloudformation_lets_it_say() {
    create(
        bucket(
            """
            LifecycleConfiguration: {Rules: [
              {Status: Enabled, Prefix: logs/, ObjectSizeGreaterThan: "1000",
               TagFilters: [{Key: kind, Value: log}],
               Transitions: [{StorageClass: GLACIER, TransitionInDays: 5}],
               NoncurrentVersionTransitions: [{StorageClass: STANDARD_IA, TransitionInDays: 30,
                                               NewerNoncurrentVersions: 2}]},
              {Status: Disabled, TagFilters: [{Key: kind, Value: log}],
               ExpirationDate: "2027-01-01T00:00:00Z"}]}
            """));

    assertThat(lifecycle("a-bucket"))
        .extracting(LifecycleRule::toString)
        .containsExactly(
            "LifecycleRule(Filter=LifecycleRuleFilter(And=LifecycleRuleAndOperator(Prefix=logs/,"
                + " Tags=[Tag(Key=kind, Value=log)], ObjectSizeGreaterThan=1000)),"
                + " Status=Enabled, Transitions=[Transition(Days=5, StorageClass=GLACIER)],"
                + " NoncurrentVersionTransitions=[NoncurrentVersionTransition(NoncurrentDays=30,"
                + " StorageClass=STANDARD_IA, NewerNoncurrentVersions=2)])",
            "LifecycleRule(Expiration=LifecycleExpiration(Date=2027-01-01T00:00:00Z),"
                + " Filter=LifecycleRuleFilter(Tag=Tag(Key=kind, Value=log)), Status=Disabled)");
  }

  @Test
  void ownership_logging_and_eventbridge_arrive() {
    create(
        bucket(
            """
            OwnershipControls: {Rules: [{ObjectOwnership: BucketOwnerPreferred}]},
            LoggingConfiguration: {LogFilePrefix: own/},
            NotificationConfiguration: {EventBridgeConfiguration: {EventBridgeEnabled: true}}
            """));

    var ownership = stacks.call(() -> s3.getBucketOwnershipControls(r -> r.bucket("a-bucket")));
    assertThat(ownership.ownershipControls().rules().getFirst().objectOwnership())
        .isEqualTo(ObjectOwnership.BUCKET_OWNER_PREFERRED);
    var logging = stacks.call(() -> s3.getBucketLogging(r -> r.bucket("a-bucket")));
    assertThat(logging.loggingEnabled().targetBucket()).isEqualTo("a-bucket");
    assertThat(logging.loggingEnabled().targetPrefix()).isEqualTo("own/");
    var notification =
        stacks.call(() -> s3.getBucketNotificationConfiguration(r -> r.bucket("a-bucket")));
    assertThat(notification.eventBridgeConfiguration()).isNotNull();

    update(bucket(""));

    assertThat(stacks.call(() -> s3.getBucketLogging(r -> r.bucket("a-bucket"))).loggingEnabled())
        .isNull();
    assertThat(
            stacks
                .call(() -> s3.getBucketNotificationConfiguration(r -> r.bucket("a-bucket")))
                .eventBridgeConfiguration())
        .isNull();
  }

  @Test
  void a_setting_that_is_not_acted_on_fails_and_leaves_no_bucket() {
    create(
        bucket(
            "NotificationConfiguration: {TopicConfigurations: [{Event: \"s3:ObjectCreated:*\","
                + " Topic: arn}]}"));

    assertThat(stacks.events("web"))
        .anyMatch(e -> e.contains("[TopicConfigurations] of NotificationConfiguration"));
    assertThat(stacks.status("web")).isEqualTo("ROLLBACK_COMPLETE");
    assertThat(stacks.call(() -> s3.listBuckets()).buckets()).isEmpty();
  }

  @Test
  void a_public_acl_is_refused_as_by_s3() {
    create(bucket("AccessControl: PublicRead"));

    assertThat(stacks.events("web"))
        .anyMatch(e -> e.contains("Bucket cannot have ACLs set with ObjectOwnership's"));
  }

  @Test
  void a_bucket_with_objects_is_not_deleted() {
    create(bucket(""));
    put("a-bucket");
    delete();

    assertThat(stacks.status("web")).isEqualTo("DELETE_FAILED");
    assertThat(stacks.events("web"))
        .anyMatch(
            e ->
                e.startsWith("Bucket DELETE_FAILED")
                    && e.contains("The bucket you tried to delete is not empty"));
  }

  @Test
  void a_bucket_that_is_there_is_not_taken_over_even_where_s3_would() {
    beginIn("us-east-1");
    stacks.call(() -> s3.createBucket(r -> r.bucket("a-bucket")));
    create(bucket(""));

    assertThat(stacks.events("web"))
        .anyMatch(e -> e.contains("a-bucket already exists") && e.contains("AlreadyExists)"));
    assertThat(stacks.call(() -> s3.listBuckets()).buckets()).hasSize(1);
  }

  @Test
  void an_empty_bucket_is_deleted_with_its_policy() {
    create(ACCESS_LOGS);
    delete();

    assertThat(stacks.isGone("web")).isTrue();
    assertThat(stacks.call(() -> s3.listBuckets()).buckets()).isEmpty();
  }

  @Test
  void a_bucket_of_the_first_region_has_no_location() {
    beginIn("us-east-1");
    create(bucket(""));

    assertThat(stacks.status("web")).isEqualTo("CREATE_COMPLETE");
  }

  @Test
  void a_policy_changes_in_place_and_goes_alone() {
    create(ACCESS_LOGS);
    var name = stacks.outputs("web").get("Name");

    update(ACCESS_LOGS.replace("1.2", "1.3"));
    assertThat(policy(name)).contains("1.3").doesNotContain("1.2\"");

    var alone = ACCESS_LOGS.replaceAll("(?s)  LogsPolicy:.*?Outputs:", "Outputs:");
    update(alone.replace("  Policy: {Value: !Ref LogsPolicy}\n", ""));
    assertThat(stacks.status("web")).isEqualTo("UPDATE_COMPLETE");
    assertThatThrownBy(() -> policy(name))
        .isInstanceOf(S3Exception.class)
        .hasMessageContaining("The bucket policy does not exist");
  }

  @Test
  void a_policy_that_others_set_is_not_replaced() {
    stacks.call(
        () ->
            s3.createBucket(
                r ->
                    r.bucket("theirs")
                        .createBucketConfiguration(c -> c.locationConstraint("ap-south-1"))));
    stacks.call(() -> s3.putBucketPolicy(r -> r.bucket("theirs").policy("{}")));
    create(
        """
        Resources:
          Policy:
            Type: AWS::S3::BucketPolicy
            Properties: {Bucket: theirs, PolicyDocument: {Statement: []}}
        """);

    assertThat(stacks.events("web"))
        .anyMatch(e -> e.contains("The bucket policy already exists on bucket theirs."));
    assertThat(policy("theirs")).isEqualTo("{}");
  }
}
