package com.shangwellness.region.cloudformation.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/** Stacks of the basic services: created, changed, deleted, with nothing left. */
class BasicTypesTest {

  private static final String NETWORK =
      """
      Resources:
        Vpc:
          Type: AWS::EC2::VPC
          Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true, EnableDnsSupport: true,
            Tags: [{Key: Name, Value: COLOUR}]}
        Subnet:
          Type: AWS::EC2::Subnet
          Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: ap-south-1a,
            MapPublicIpOnLaunch: false}
        Table:
          Type: AWS::EC2::RouteTable
          Properties: {VpcId: !Ref Vpc}
        Association:
          Type: AWS::EC2::SubnetRouteTableAssociation
          Properties: {SubnetId: !Ref Subnet, RouteTableId: !Ref Table}
        Internet:
          Type: AWS::EC2::InternetGateway
        Attachment:
          Type: AWS::EC2::VPCGatewayAttachment
          Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Internet}
        DefaultRoute:
          Type: AWS::EC2::Route
          DependsOn: Attachment
          Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0,
            GatewayId: !Ref Internet}
        Address:
          Type: AWS::EC2::EIP
          Properties: {Domain: vpc}
        Nat:
          Type: AWS::EC2::NatGateway
          DependsOn: [DefaultRoute, Association]
          Properties: {SubnetId: !Ref Subnet, AllocationId: !GetAtt Address.AllocationId}
        Alb:
          Type: AWS::EC2::SecurityGroup
          Properties:
            GroupDescription: Load balancer
            VpcId: !Ref Vpc
            SecurityGroupIngress: [{IpProtocol: tcp, FromPort: PORT, ToPort: PORT, CidrIp: 0.0.0.0/0,
              Description: COLOUR}]
            SecurityGroupEgress: [{IpProtocol: "-1", CidrIp: 127.0.0.1/32}]
        Service:
          Type: AWS::EC2::SecurityGroup
          Properties: {GroupDescription: Service, GroupName: service, VpcId: !Ref Vpc}
        ServiceIn:
          Type: AWS::EC2::SecurityGroupIngress
          Properties: {GroupId: !GetAtt Service.GroupId, IpProtocol: tcp, FromPort: 80, ToPort: 80,
            SourceSecurityGroupId: !GetAtt Alb.GroupId, Description: COLOUR}
        AlbOut:
          Type: AWS::EC2::SecurityGroupEgress
          Properties: {GroupId: !GetAtt Alb.GroupId, IpProtocol: tcp, FromPort: 80, ToPort: 80,
            DestinationSecurityGroupId: !GetAtt Service.GroupId}
        S3:
          Type: AWS::EC2::VPCEndpoint
          Properties:
            VpcId: !Ref Vpc
            ServiceName: !Sub com.amazonaws.${AWS::Region}.s3
            VpcEndpointType: Gateway
            RouteTableIds: [!Ref Table]
        Secrets:
          Type: AWS::EC2::VPCEndpoint
          Properties:
            VpcId: !Ref Vpc
            ServiceName: !Sub com.amazonaws.${AWS::Region}.secretsmanager
            VpcEndpointType: Interface
            PrivateDnsEnabled: true
            SubnetIds: [!Ref Subnet]
            SecurityGroupIds: [!GetAtt ENDPOINT.GroupId]
        FlowRole:
          Type: AWS::IAM::Role
          Properties:
            AssumeRolePolicyDocument:
              Statement: [{Effect: Allow, Action: "sts:AssumeRole",
                Principal: {Service: vpc-flow-logs.amazonaws.com}}]
        FlowGroup:
          Type: AWS::Logs::LogGroup
          Properties: {LogGroupName: /vpc/flow, RetentionInDays: 7}
        Flow:
          Type: AWS::EC2::FlowLog
          Properties: {ResourceId: !Ref Vpc, ResourceType: VPC, TrafficType: ALL,
            LogGroupName: !Ref FlowGroup, DeliverLogsPermissionArn: !GetAtt FlowRole.Arn}
      Outputs:
        Vpc: {Value: !Ref Vpc}
        Alb: {Value: !Ref Alb}
        Zone: {Value: !GetAtt Subnet.AvailabilityZone}
        Group: {Value: !GetAtt Vpc.DefaultSecurityGroup}
      """;

  private static final String KEPT =
      """
      Resources:
        Key:
          Type: AWS::KMS::Key
          Properties:
            Description: COLOUR
            EnableKeyRotation: true
            PendingWindowInDays: 7
            Tags: [{Key: env, Value: COLOUR}]
            KeyPolicy:
              Statement: [{Effect: Allow, Action: "kms:*", Resource: "*",
                Principal: {AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root"}}]
        Alias:
          Type: AWS::KMS::Alias
          Properties: {AliasName: alias/data, TargetKeyId: !GetAtt Key.Arn}
        Secret:
          Type: AWS::SecretsManager::Secret
          Properties:
            Name: prod/db
            Description: COLOUR
            KmsKeyId: !Ref Key
            GenerateSecretString: {SecretStringTemplate: '{"username":"admin"}',
              GenerateStringKey: password, PasswordLength: 24, ExcludeCharacters: '"@/\\'}
        Parameter:
          Type: AWS::SSM::Parameter
          Properties: {Name: /app/colour, Type: String, Value: COLOUR, Tags: {env: COLOUR}}
        Role:
          Type: AWS::IAM::Role
          Properties:
            RoleName: task
            Description: COLOUR
            ManagedPolicyArns: ["arn:aws:iam::aws:policy/MANAGED"]
            AssumeRolePolicyDocument:
              Statement: [{Effect: Allow, Action: "sts:AssumeRole",
                Principal: {Service: ecs-tasks.amazonaws.com}}]
            Policies:
              - PolicyName: COLOUR
                PolicyDocument:
                  Statement: [{Effect: Allow, Action: "secretsmanager:GetSecretValue",
                    Resource: !Ref Secret}]
        Managed:
          Type: AWS::IAM::ManagedPolicy
          Properties:
            Roles: [!Ref Role]
            PolicyDocument:
              Statement: [{Effect: Allow, Action: "s3:GetCOLOUR", Resource: "*"}]
        Inline:
          Type: AWS::IAM::Policy
          Properties:
            PolicyName: inline
            Roles: [!Ref Role]
            PolicyDocument:
              Statement: [{Effect: Allow, Action: "s3:ListCOLOUR", Resource: "*"}]
        Profile:
          Type: AWS::IAM::InstanceProfile
          Properties: {Roles: [!Ref Role]}
      Outputs:
        Secret: {Value: !Ref Secret}
        Key: {Value: !Ref Key}
        Role: {Value: !GetAtt Role.Arn}
        Parameter: {Value: !Ref Parameter}
      """;

  @TempDir Path folder;
  private BasicsRegion region;

  @BeforeEach
  void a_region() {
    region = new BasicsRegion(folder);
  }

  private static String network(String colour, String port, String endpoint) {
    return NETWORK.replace("COLOUR", colour).replace("PORT", port).replace("ENDPOINT", endpoint);
  }

  @Test
  void a_network_is_created_changed_and_deleted_with_nothing_left() {
    var created = region.creates("network", network("blue", "80", "Alb"));

    assertThat(region.failures("network")).isEmpty();
    assertThat(created.stackStatus()).isEqualTo(StackStatus.CREATE_COMPLETE);
    var outputs = BasicsRegion.outputs(created);
    assertThat(outputs).containsEntry("Zone", "ap-south-1a");
    assertThat(outputs.get("Group")).startsWith("sg-");
    assertThat(ports(outputs.get("Alb"))).containsExactly(80);
    assertThat(egress(outputs.get("Alb"))).containsExactly("127.0.0.1/32");

    var updated = region.updates("network", network("green", "81", "Service"));

    assertThat(region.failures("network")).isEmpty();
    assertThat(updated.stackStatus()).isEqualTo(StackStatus.UPDATE_COMPLETE);
    assertThat(ports(outputs.get("Alb"))).containsExactly(81);
    assertThat(name(outputs.get("Vpc"))).isEqualTo("green");

    region.deletes("network");

    assertThat(region.stage.ask(() -> region.ec2.describeVpcs(r -> {})).vpcs()).isEmpty();
    assertThat(region.stage.ask(() -> region.ec2.describeAddresses(r -> {})).addresses()).isEmpty();
    assertThat(region.stage.ask(() -> region.ec2.describeNatGateways(r -> {})).natGateways())
        .allMatch(nat -> nat.state() == NatGatewayState.DELETED);
    assertThat(
            region
                .stage
                .ask(() -> region.ec2.describeNetworkInterfaces(r -> {}))
                .networkInterfaces())
        .isEmpty();
    assertThat(region.stage.ask(() -> region.iam.listRoles(r -> {})).roles()).isEmpty();
    assertThat(region.stage.ask(() -> region.logs.describeLogGroups(r -> {})).logGroups())
        .isEmpty();
  }

  private List<Integer> ports(String group) {
    return group(group).ipPermissions().stream().map(p -> p.fromPort()).toList();
  }

  private List<String> egress(String group) {
    return group(group).ipPermissionsEgress().stream()
        .flatMap(p -> p.ipRanges().stream())
        .map(IpRange::cidrIp)
        .toList();
  }

  private SecurityGroup group(String id) {
    return region
        .stage
        .ask(() -> region.ec2.describeSecurityGroups(r -> r.groupIds(id)))
        .securityGroups()
        .getFirst();
  }

  private String name(String id) {
    return region
        .stage
        .ask(
            () ->
                region.ec2.describeTags(
                    r ->
                        r.filters(
                            Filter.builder().name("resource-id").values(id).build(),
                            Filter.builder().name("key").values("Name").build())))
        .tags()
        .getFirst()
        .value();
  }

  private static String kept(String colour, String managed) {
    return KEPT.replace("COLOUR", colour).replace("MANAGED", managed);
  }

  @Test
  void keys_secrets_parameters_and_roles_are_created_changed_and_deleted() {
    var created = region.creates("kept", kept("Blue", "ReadOnlyAccess"));

    assertThat(region.failures("kept")).isEmpty();
    var outputs = BasicsRegion.outputs(created);
    assertThat(outputs).containsEntry("Role", "arn:aws:iam::123456789012:role/task");
    assertThat(outputs).containsEntry("Parameter", "/app/colour");
    var secret = secret(outputs.get("Secret"));
    assertThat(secret).matches("\\{\"username\":\"admin\",\"password\":\"[^\"@/]{24}\"}");

    var updated = region.updates("kept", kept("Green", "SecurityAudit"));

    assertThat(region.failures("kept")).isEmpty();
    assertThat(updated.stackStatus()).isEqualTo(StackStatus.UPDATE_COMPLETE);
    assertThat(secret(outputs.get("Secret"))).isEqualTo(secret);
    assertThat(
            region
                .stage
                .ask(() -> region.ssm.getParameter(r -> r.name("/app/colour")))
                .parameter()
                .value())
        .isEqualTo("Green");
    assertThat(
            region
                .stage
                .ask(() -> region.iam.listRolePolicies(r -> r.roleName("task")))
                .policyNames())
        .containsExactly("Green", "inline");
    assertThat(
            region
                .stage
                .ask(() -> region.iam.listAttachedRolePolicies(r -> r.roleName("task")))
                .attachedPolicies())
        .extracting(p -> p.policyName())
        .contains("SecurityAudit")
        .doesNotContain("ReadOnlyAccess");

    region.deletes("kept");

    assertThat(region.stage.ask(() -> region.iam.listRoles(r -> {})).roles()).isEmpty();
    assertThat(region.stage.ask(() -> region.secrets.listSecrets(r -> {})).secretList()).isEmpty();
    assertThat(
            region
                .stage
                .ask(() -> region.kms.describeKey(r -> r.keyId(outputs.get("Key"))))
                .keyMetadata()
                .keyStateAsString())
        .isEqualTo("PendingDeletion");
  }

  private String secret(String arn) {
    return region
        .stage
        .ask(() -> region.secrets.getSecretValue(r -> r.secretId(arn)))
        .secretString();
  }

  @Test
  void a_nat_gateway_that_fails_rolls_the_stack_back_with_EC2s_reason() {
    var created =
        region.creates(
            "network",
            network("blue", "80", "Alb")
                .replace("DependsOn: Attachment", "DependsOn: Nat")
                .replace("DependsOn: [DefaultRoute, Association]", "DependsOn: Association")
                .replace(
                    "Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Internet}",
                    "DependsOn: Nat\n"
                        + "    Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Internet}"));

    assertThat(created.stackStatus()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
    assertThat(region.failures("network"))
        .anyMatch(
            line -> line.startsWith("Nat: ") && line.contains("has no Internet gateway attached"));
    assertThat(region.stage.ask(() -> region.ec2.describeVpcs(r -> {})).vpcs()).isEmpty();
  }
}
