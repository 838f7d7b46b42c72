#!/usr/bin/env python3
"""Draws resources/.../cloudformation/schemas.txt from AWS's published resource schemas.

The schemas are those that the linter for CloudFormation carries: pip install cfn-lint, then
    python3 region/src/main/scripts/draw-schemas.py
One line a type: its name, a tab, its schema as JSON with what the region reads and nothing else.
"""

import json
import re
from pathlib import Path

import cfnlint

REGION = "us_east_1"

# What production uses or will use (issues to come included), and its nearest kin.
TYPES = """
AWS::ApplicationAutoScaling::*
AWS::Backup::*
AWS::Budgets::Budget AWS::CE::AnomalyMonitor AWS::CE::AnomalySubscription
AWS::CDK::Metadata
AWS::CertificateManager::Certificate
AWS::CloudFormation::WaitConditionHandle AWS::CloudFormation::Stack
AWS::CloudFront::*
AWS::CloudTrail::Trail
AWS::CloudWatch::*
AWS::CodeBuild::Project AWS::CodeBuild::ReportGroup AWS::CodeDeploy::* AWS::CodePipeline::Pipeline
AWS::CodeConnections::Connection AWS::CodeStarConnections::Connection
AWS::Config::ConfigurationRecorder AWS::Config::DeliveryChannel
AWS::EC2::EIP AWS::EC2::FlowLog AWS::EC2::InternetGateway AWS::EC2::NatGateway AWS::EC2::NetworkAcl
AWS::EC2::NetworkAclEntry AWS::EC2::PrefixList AWS::EC2::Route AWS::EC2::RouteTable
AWS::EC2::SecurityGroup AWS::EC2::SecurityGroupEgress AWS::EC2::SecurityGroupIngress
AWS::EC2::Subnet AWS::EC2::SubnetNetworkAclAssociation AWS::EC2::SubnetRouteTableAssociation
AWS::EC2::VPC AWS::EC2::VPCDHCPOptionsAssociation AWS::EC2::DHCPOptions AWS::EC2::VPCCidrBlock
AWS::EC2::VPCEndpoint AWS::EC2::VPCGatewayAttachment
AWS::ECR::*
AWS::ECS::*
AWS::ElasticLoadBalancingV2::*
AWS::Events::Rule AWS::Events::EventBus AWS::Scheduler::Schedule AWS::Scheduler::ScheduleGroup
AWS::GuardDuty::Detector AWS::SecurityHub::Hub AWS::AccessAnalyzer::Analyzer
AWS::IAM::*
AWS::KMS::*
AWS::Lambda::Function AWS::Lambda::Permission AWS::Lambda::Version AWS::Lambda::Alias
AWS::Lambda::EventInvokeConfig
AWS::Logs::LogGroup AWS::Logs::LogStream AWS::Logs::MetricFilter AWS::Logs::QueryDefinition
AWS::Logs::ResourcePolicy AWS::Logs::SubscriptionFilter AWS::Logs::Delivery
AWS::Logs::DeliveryDestination AWS::Logs::DeliverySource
AWS::RDS::DBCluster AWS::RDS::DBClusterParameterGroup AWS::RDS::DBInstance
AWS::RDS::DBParameterGroup AWS::RDS::DBSubnetGroup AWS::RDS::EventSubscription
AWS::Route53::HealthCheck AWS::Route53::HostedZone AWS::Route53::RecordSet
AWS::Route53::RecordSetGroup AWS::Route53::DNSSEC AWS::Route53::KeySigningKey
AWS::S3::Bucket AWS::S3::BucketPolicy
AWS::SecretsManager::*
AWS::SNS::Subscription AWS::SNS::Topic AWS::SNS::TopicPolicy AWS::SNS::TopicInlinePolicy
AWS::SQS::Queue AWS::SQS::QueuePolicy
AWS::SSM::Parameter AWS::StepFunctions::StateMachine AWS::Synthetics::Canary
AWS::WAFv2::*
""".split()

ABOUT_THE_TYPE = (
    "createOnlyProperties conditionalCreateOnlyProperties readOnlyProperties writeOnlyProperties "
    "primaryIdentifier tagging"
).split()
ABOUT_A_VALUE = (
    "type $ref items properties patternProperties additionalProperties required enum "
    "enumCaseInsensitive const pattern minLength maxLength minimum maximum minItems maxItems "
    "anyOf oneOf"
).split()


def value(schema):
    """What a schema says of a value, without the rest."""
    if not isinstance(schema, dict):
        return schema
    kept = {}
    for key in ABOUT_A_VALUE:
        if key not in schema:
            continue
        said = schema[key]
        if key in ("properties", "patternProperties"):
            kept[key] = {name: value(v) for name, v in said.items()}
        elif key in ("anyOf", "oneOf"):
            kept[key] = [value(v) for v in said]
        elif key in ("items", "additionalProperties"):
            kept[key] = value(said)
        else:
            kept[key] = said
    return kept


def whole(schema):
    """A type's schema, as the region reads it."""
    kept = value(schema)
    kept.update({key: schema[key] for key in ABOUT_THE_TYPE if key in schema})
    definitions = schema.get("definitions", {})
    if definitions:
        kept["definitions"] = {name: value(v) for name, v in definitions.items()}
    return kept


def main():
    schemas = Path(list(cfnlint.__path__)[0]) / "data" / "schemas"
    provider = (schemas / "providers" / f"{REGION}.py").read_text()
    files = dict(re.findall(r'"(AWS::[^"]+)": "([0-9a-f]+)"', provider))
    wanted = {
        name
        for pattern in TYPES
        for name in files
        if re.fullmatch(pattern.replace("*", "[A-Za-z0-9]+"), name)
    }
    target = (
        Path(__file__).parents[1]
        / "resources/com/shangwellness/region/cloudformation/schemas.txt"
    )
    with target.open("w") as out:
        for name in sorted(wanted):
            schema = json.loads((schemas / "resources" / f"{files[name]}.json").read_text())
            compact = json.dumps(whole(schema), separators=(",", ":"), sort_keys=True)
            out.write(f"{name}\t{compact}\n")
    print(f"{len(wanted)} types, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
