"""Describes every acting resource of the deployed stacks, with boto3 and with the stock aws command, and compares
what they say with what the templates ask for.

    python3 agrees.py ENDPOINT CLOUD_ASSEMBLY

The expectations are the templates': every literal property that a description shows is compared. A resource type that is
neither described here nor recorded by the region is an error, so that none can be left out unseen.
"""

import glob
import json
import os
import re
import subprocess
import sys

import boto3

ENDPOINT, ASSEMBLY = sys.argv[1:3]
REGION = "ap-south-1"
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_PAGER": "",
}
SESSION = boto3.session.Session(aws_access_key_id="local", aws_secret_access_key="local", region_name=REGION)


def client(service, region=REGION):
    return SESSION.client(service, endpoint_url=ENDPOINT, region_name=region)


def regions():
    """The region of each stack, as the assembly's manifest has it."""
    with open(os.path.join(ASSEMBLY, "manifest.json"), encoding="utf-8") as text:
        artifacts = json.load(text)["artifacts"]
    stacks = {name: a["environment"] for name, a in artifacts.items() if a["type"] == "aws:cloudformation:stack"}
    return {name: environment.rsplit("/", 1)[1] for name, environment in stacks.items()}


def one(service, operation, path, **parameters):
    """How a type is described: the call (its parameters may say {id}) and the path of the description in the answer."""
    return service, operation, path, parameters


# type: its description, and the properties that it shows, as "Property": "path in the description".
DESCRIBED = {
    "AWS::ApplicationAutoScaling::ScalableTarget": (
        one(
            "application-autoscaling",
            "describe_scalable_targets",
            "ScalableTargets.0",
            ServiceNamespace="{ServiceNamespace}",
            ResourceIds=["{ResourceId}"],
        ),
        {
            "MinCapacity": "MinCapacity",
            "MaxCapacity": "MaxCapacity",
            "ResourceId": "ResourceId",
            "ScalableDimension": "ScalableDimension",
        },
    ),
    "AWS::ApplicationAutoScaling::ScalingPolicy": (
        one(
            "application-autoscaling",
            "describe_scaling_policies",
            "ScalingPolicies.0",
            ServiceNamespace="ecs",
            PolicyNames=["{PolicyName}"],
        ),
        {
            "PolicyName": "PolicyName",
            "PolicyType": "PolicyType",
            "TargetTrackingScalingPolicyConfiguration.TargetValue": "TargetTrackingScalingPolicyConfiguration.TargetValue",
            "TargetTrackingScalingPolicyConfiguration.ScaleInCooldown": (
                "TargetTrackingScalingPolicyConfiguration.ScaleInCooldown"
            ),
            "TargetTrackingScalingPolicyConfiguration.ScaleOutCooldown": (
                "TargetTrackingScalingPolicyConfiguration.ScaleOutCooldown"
            ),
        },
    ),
    "AWS::CloudWatch::Alarm": (
        one("cloudwatch", "describe_alarms", "MetricAlarms.0", AlarmNames=["{id}"]),
        {
            "AlarmName": "AlarmName",
            "Namespace": "Namespace",
            "MetricName": "MetricName",
            "Statistic": "Statistic",
            "Period": "Period",
            "EvaluationPeriods": "EvaluationPeriods",
            "DatapointsToAlarm": "DatapointsToAlarm",
            "Threshold": "Threshold",
            "ComparisonOperator": "ComparisonOperator",
            "TreatMissingData": "TreatMissingData",
        },
    ),
    "AWS::CloudWatch::CompositeAlarm": (
        one("cloudwatch", "describe_alarms", "CompositeAlarms.0", AlarmNames=["{id}"], AlarmTypes=["CompositeAlarm"]),
        {"AlarmName": "AlarmName", "AlarmRule": "AlarmRule"},
    ),
    "AWS::Events::Rule": (
        one("events", "describe_rule", "", Name="{id}"),
        {"Name": "Name", "Description": "Description", "ScheduleExpression": "ScheduleExpression"},
    ),
    "AWS::Logs::MetricFilter": (
        one("logs", "describe_metric_filters", "metricFilters.0", filterNamePrefix="{id}"),
        {"FilterPattern": "filterPattern"},
    ),
    "AWS::SNS::Topic": (
        one("sns", "get_topic_attributes", "Attributes", TopicArn="{id}"),
        {"DisplayName": "DisplayName"},
    ),
    "AWS::SNS::TopicPolicy": (None, {}),  # shown with its topic
    "AWS::SNS::Subscription": (
        one("sns", "get_subscription_attributes", "Attributes", SubscriptionArn="{id}"),
        {"Protocol": "Protocol", "Endpoint": "Endpoint"},
    ),
    "AWS::CloudWatch::Dashboard": (one("cloudwatch", "get_dashboard", "", DashboardName="{id}"), {}),
    "AWS::EC2::VPC": (one("ec2", "describe_vpcs", "Vpcs.0", VpcIds=["{id}"]), {"CidrBlock": "CidrBlock"}),
    "AWS::EC2::Subnet": (
        one("ec2", "describe_subnets", "Subnets.0", SubnetIds=["{id}"]),
        {"CidrBlock": "CidrBlock", "AvailabilityZone": "AvailabilityZone", "MapPublicIpOnLaunch": "MapPublicIpOnLaunch"},
    ),
    "AWS::EC2::RouteTable": (one("ec2", "describe_route_tables", "RouteTables.0", RouteTableIds=["{id}"]), {}),
    "AWS::EC2::SubnetRouteTableAssociation": (
        one(
            "ec2",
            "describe_route_tables",
            "RouteTables.0",
            Filters=[{"Name": "association.route-table-association-id", "Values": ["{id}"]}],
        ),
        {},
    ),
    "AWS::EC2::Route": (
        one("ec2", "describe_route_tables", "RouteTables.0", RouteTableIds=["{RouteTableId}"]),
        {"DestinationCidrBlock": "Routes.*.DestinationCidrBlock"},
    ),
    "AWS::EC2::InternetGateway": (
        one("ec2", "describe_internet_gateways", "InternetGateways.0", InternetGatewayIds=["{id}"]),
        {},
    ),
    "AWS::EC2::VPCGatewayAttachment": (
        one(
            "ec2",
            "describe_internet_gateways",
            "InternetGateways.0",
            Filters=[{"Name": "attachment.vpc-id", "Values": ["{VpcId}"]}],
        ),
        {},
    ),
    "AWS::EC2::EIP": (
        one("ec2", "describe_addresses", "Addresses.0", PublicIps=["{id}"]),
        {"Domain": "Domain"},
    ),
    "AWS::EC2::NatGateway": (one("ec2", "describe_nat_gateways", "NatGateways.0", NatGatewayIds=["{id}"]), {}),
    "AWS::EC2::SecurityGroup": (
        one("ec2", "describe_security_groups", "SecurityGroups.0", GroupIds=["{id}"]),
        {"GroupName": "GroupName", "GroupDescription": "Description"},
    ),
    "AWS::EC2::SecurityGroupIngress": (
        one("ec2", "describe_security_group_rules", "SecurityGroupRules.0", SecurityGroupRuleIds=["{id}"]),
        {"IpProtocol": "IpProtocol", "FromPort": "FromPort", "ToPort": "ToPort", "Description": "Description"},
    ),
    "AWS::EC2::SecurityGroupEgress": (
        one("ec2", "describe_security_group_rules", "SecurityGroupRules.0", SecurityGroupRuleIds=["{id}"]),
        {"IpProtocol": "IpProtocol", "FromPort": "FromPort", "ToPort": "ToPort", "Description": "Description"},
    ),
    "AWS::EC2::VPCEndpoint": (
        one("ec2", "describe_vpc_endpoints", "VpcEndpoints.0", VpcEndpointIds=["{id}"]),
        {"VpcEndpointType": "VpcEndpointType", "PrivateDnsEnabled": "PrivateDnsEnabled"},
    ),
    "AWS::EC2::FlowLog": (
        one("ec2", "describe_flow_logs", "FlowLogs.0", FlowLogIds=["{id}"]),
        {"TrafficType": "TrafficType", "LogDestinationType": "LogDestinationType"},
    ),
    "AWS::IAM::Role": (one("iam", "get_role", "Role", RoleName="{id}"), {"RoleName": "RoleName", "Description": "Description"}),
    "AWS::IAM::Policy": (None, {}),
    "AWS::Logs::LogGroup": (
        one("logs", "describe_log_groups", "logGroups.0", logGroupNamePrefix="{id}"),
        {"LogGroupName": "logGroupName", "RetentionInDays": "retentionInDays"},
    ),
    "AWS::KMS::Key": (one("kms", "describe_key", "KeyMetadata", KeyId="{id}"), {"Description": "Description"}),
    "AWS::KMS::Alias": (
        one("kms", "describe_key", "KeyMetadata", KeyId="{id}"),
        {},
    ),
    "AWS::SecretsManager::Secret": (
        one("secretsmanager", "describe_secret", "", SecretId="{id}"),
        {"Name": "Name", "Description": "Description"},
    ),
    "AWS::ECR::Repository": (
        one("ecr", "describe_repositories", "repositories.0", repositoryNames=["{id}"]),
        {
            "RepositoryName": "repositoryName",
            "ImageTagMutability": "imageTagMutability",
            "ImageScanningConfiguration.ScanOnPush": "imageScanningConfiguration.scanOnPush",
        },
    ),
    "AWS::RDS::DBSubnetGroup": (
        one("rds", "describe_db_subnet_groups", "DBSubnetGroups.0", DBSubnetGroupName="{id}"),
        {"DBSubnetGroupName": "DBSubnetGroupName", "DBSubnetGroupDescription": "DBSubnetGroupDescription"},
    ),
    "AWS::RDS::DBClusterParameterGroup": (
        one("rds", "describe_db_cluster_parameter_groups", "DBClusterParameterGroups.0", DBClusterParameterGroupName="{id}"),
        {"Family": "DBParameterGroupFamily", "Description": "Description"},
    ),
    "AWS::RDS::DBCluster": (
        one("rds", "describe_db_clusters", "DBClusters.0", DBClusterIdentifier="{id}"),
        {
            "DBClusterIdentifier": "DBClusterIdentifier",
            "DatabaseName": "DatabaseName",
            "Engine": "Engine",
            "EngineVersion": "EngineVersion",
            "MasterUsername": "MasterUsername",
            "BackupRetentionPeriod": "BackupRetentionPeriod",
            "DeletionProtection": "DeletionProtection",
            "StorageEncrypted": "StorageEncrypted",
            "ServerlessV2ScalingConfiguration.MinCapacity": "ServerlessV2ScalingConfiguration.MinCapacity",
            "ServerlessV2ScalingConfiguration.MaxCapacity": "ServerlessV2ScalingConfiguration.MaxCapacity",
        },
    ),
    "AWS::RDS::DBInstance": (
        one("rds", "describe_db_instances", "DBInstances.0", DBInstanceIdentifier="{id}"),
        {
            "DBInstanceIdentifier": "DBInstanceIdentifier",
            "DBInstanceClass": "DBInstanceClass",
            "AvailabilityZone": "AvailabilityZone",
            "PromotionTier": "PromotionTier",
            "PubliclyAccessible": "PubliclyAccessible",
        },
    ),
    "AWS::S3::Bucket": (
        one("s3", "get_bucket_encryption", "ServerSideEncryptionConfiguration", Bucket="{id}"),
        {
            "BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm": (
                "Rules.0.ApplyServerSideEncryptionByDefault.SSEAlgorithm"
            )
        },
    ),
    "AWS::S3::BucketPolicy": (one("s3", "get_bucket_policy", "", Bucket="{Bucket}"), {}),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": (
        one("elbv2", "describe_load_balancers", "LoadBalancers.0", LoadBalancerArns=["{id}"]),
        {"Name": "LoadBalancerName", "Scheme": "Scheme"},
    ),
    "AWS::ElasticLoadBalancingV2::TargetGroup": (
        one("elbv2", "describe_target_groups", "TargetGroups.0", TargetGroupArns=["{id}"]),
        {
            "Name": "TargetGroupName",
            "Port": "Port",
            "Protocol": "Protocol",
            "TargetType": "TargetType",
            "HealthCheckPath": "HealthCheckPath",
            "HealthCheckIntervalSeconds": "HealthCheckIntervalSeconds",
            "HealthCheckTimeoutSeconds": "HealthCheckTimeoutSeconds",
            "HealthyThresholdCount": "HealthyThresholdCount",
            "UnhealthyThresholdCount": "UnhealthyThresholdCount",
            "Matcher.HttpCode": "Matcher.HttpCode",
        },
    ),
    "AWS::ElasticLoadBalancingV2::Listener": (
        one("elbv2", "describe_listeners", "Listeners.0", ListenerArns=["{id}"]),
        {"Port": "Port", "Protocol": "Protocol"},
    ),
    "AWS::ECS::Cluster": (
        one("ecs", "describe_clusters", "clusters.0", clusters=["{id}"]),
        {"ClusterName": "clusterName"},
    ),
    "AWS::ECS::TaskDefinition": (
        one("ecs", "describe_task_definition", "taskDefinition", taskDefinition="{id}"),
        {
            "Family": "family",
            "Cpu": "cpu",
            "Memory": "memory",
            "NetworkMode": "networkMode",
            "ContainerDefinitions.0.Name": "containerDefinitions.0.name",
            "ContainerDefinitions.0.Image": "containerDefinitions.0.image",
            "ContainerDefinitions.0.PortMappings.0.ContainerPort": "containerDefinitions.0.portMappings.0.containerPort",
            "ContainerDefinitions.0.ReadonlyRootFilesystem": "containerDefinitions.0.readonlyRootFilesystem",
        },
    ),
    "AWS::CodeBuild::Project": (
        one("codebuild", "batch_get_projects", "projects.0", names=["{id}"]),
        {
            "Name": "name",
            "Environment.Image": "environment.image",
            "Environment.ComputeType": "environment.computeType",
            "TimeoutInMinutes": "timeoutInMinutes",
        },
    ),
    "AWS::CodeDeploy::Application": (
        one("codedeploy", "get_application", "application", applicationName="{id}"),
        {"ApplicationName": "applicationName", "ComputePlatform": "computePlatform"},
    ),
    "AWS::CodeDeploy::DeploymentGroup": (
        one(
            "codedeploy",
            "get_deployment_group",
            "deploymentGroupInfo",
            applicationName="{ApplicationName}",
            deploymentGroupName="{id}",
        ),
        {
            "DeploymentGroupName": "deploymentGroupName",
            "DeploymentConfigName": "deploymentConfigName",
            "DeploymentStyle.DeploymentType": "deploymentStyle.deploymentType",
        },
    ),
    "AWS::CodePipeline::Pipeline": (
        one("codepipeline", "get_pipeline", "pipeline", name="{id}"),
        {"Name": "name", "PipelineType": "pipelineType", "ExecutionMode": "executionMode"},
    ),
    "AWS::Scheduler::ScheduleGroup": (one("scheduler", "get_schedule_group", "", Name="{id}"), {"Name": "Name"}),
    "AWS::Scheduler::Schedule": (
        one("scheduler", "get_schedule", "", Name="{id}", GroupName="{GroupName}"),
        {"Name": "Name", "ScheduleExpression": "ScheduleExpression", "State": "State"},
    ),
    "AWS::StepFunctions::StateMachine": (
        one("stepfunctions", "describe_state_machine", "", stateMachineArn="{id}"),
        {"StateMachineName": "name", "StateMachineType": "type", "DefinitionString": "definition"},
    ),
    "AWS::ECS::Service": (
        one("ecs", "describe_services", "services.0", cluster="shangwellness-prod-cluster", services=["{id}"]),
        {
            "ServiceName": "serviceName",
            "DesiredCount": "desiredCount",
            "LaunchType": "launchType",
            "DeploymentController.Type": "deploymentController.type",
            "HealthCheckGracePeriodSeconds": "healthCheckGracePeriodSeconds",
        },
    ),
}


def at(value, path):
    """The value at a path such as a.0.b, or all of them where it says *; None where there is none."""
    for position, part in enumerate(filter(None, path.split("."))):
        if part == "*":
            rest = ".".join(path.split(".")[position + 1 :])
            return [at(item, rest) for item in value or []]
        if isinstance(value, list):
            value = value[int(part)] if int(part) < len(value) else None
        elif isinstance(value, dict):
            value = value.get(part)
        else:
            return None
    return value


def is_literal(value):
    return isinstance(value, (str, int, float, bool))


def resolved(value, resources):
    """A property that refers to another resource, as that resource's physical id; other functions are left alone."""
    if isinstance(value, dict) and "Ref" in value:
        return resources.get(value["Ref"], {}).get("PhysicalResourceId")
    return value


def filled(parameters, physical_id, properties, resources):
    text = json.dumps(parameters).replace("{id}", physical_id)
    for name in re.findall(r"\{(\w+)\}", text):
        text = text.replace("{" + name + "}", str(resolved(properties.get(name), resources)))
    # What the template leaves out is not asked for: AWS has a default.
    return {key: value for key, value in json.loads(text).items() if value != "None"}


def same(expected, found):
    if isinstance(found, list):
        return any(same(expected, item) for item in found)
    if isinstance(expected, (int, float)) and isinstance(found, (int, float)):
        return expected == found
    return str(expected).lower() == str(found).lower()


def by_command(service, region, operation, parameters):
    """The same call by the aws command."""
    name = {"s3": "s3api", "codedeploy": "deploy"}.get(service, service)
    command = ["aws", "--endpoint-url", ENDPOINT, "--region", region, "--output", "json", name, operation.replace("_", "-")]
    command += ["--cli-input-json", json.dumps(parameters)]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=60)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def check(logical_id, template, deployed, resources, region, told_by_command):
    kind = template["Type"]
    if kind not in DESCRIBED:
        if "RECORDED" in deployed.get("ResourceStatusReason", ""):
            return f"{kind} is recorded", []
        return kind, [f"{logical_id}: nothing here describes a {kind}, and the region does not say that it records it"]
    description, shown = DESCRIBED[kind]
    if description is None:
        return f"{kind} has no description of its own", []
    service, operation, path, parameters = description
    properties = template.get("Properties", {})
    parameters = filled(parameters, deployed["PhysicalResourceId"], properties, resources)
    answer = getattr(client(service, region), operation)(**parameters)
    answer.pop("ResponseMetadata", None)
    found = at(answer, path)
    problems = [] if found else [f"{logical_id}: {service} {operation} {parameters} shows nothing at {path}"]
    for name, where in shown.items():
        expected = at(properties, name)
        if is_literal(expected) and not same(expected, at(found, where)):
            problems.append(f"{logical_id}: {kind}.{name} is {expected!r} in the template and {at(found, where)!r} in {operation}")
    if kind not in told_by_command:  # once for each type: the command takes a second to start
        told_by_command.add(kind)
        if json.loads(json.dumps(answer, default=str)).keys() != by_command(service, region, operation, parameters).keys():
            problems.append(f"{logical_id}: the aws command and boto3 disagree about {operation}")
    return f"{kind} {deployed['PhysicalResourceId']}", problems


def main():
    problems, count, told = [], 0, set()
    places = regions()
    for file in sorted(glob.glob(os.path.join(ASSEMBLY, "*.template.json"))):
        stack = os.path.basename(file).removesuffix(".template.json")
        with open(file, encoding="utf-8") as text:
            template = json.load(text)
        summaries = client("cloudformation", places[stack]).get_paginator("list_stack_resources").paginate(StackName=stack)
        resources = {r["LogicalResourceId"]: r for page in summaries for r in page["StackResourceSummaries"]}
        for logical_id, resource in template["Resources"].items():
            if logical_id not in resources:
                problems.append(f"{stack}: {logical_id} is in the template and not in the stack")
                continue
            what, found = check(logical_id, resource, resources[logical_id], resources, places[stack], told)
            problems += found
            count += 1
            print(f"{stack}: {what}" + (" DISAGREES" if found else ""))
    print(f"{count} resources described, {len(problems)} disagreements")
    for problem in problems:
        print(problem, file=sys.stderr)
    sys.exit(1 if problems or not count else 0)


main()
