#!/usr/bin/env python3
"""Draws create-only.json: what CloudFormation cannot change without making another resource.

From AWS's published resource schemas, as the linter for CloudFormation carries them: pip install cfn-lint, then
    python3 infra/src/test/scripts/draw-create-only.py
"""

import json
from pathlib import Path

from cfnlint.schema.manager import ProviderSchemaManager

# What keeps data, or what others know by name or address: another one in its place is a loss.
TYPES = """
AWS::Backup::BackupVault
AWS::CertificateManager::Certificate
AWS::CloudFront::Distribution
AWS::CloudTrail::Trail
AWS::CodeDeploy::Application AWS::CodeDeploy::DeploymentGroup
AWS::CodePipeline::Pipeline
AWS::EC2::EIP AWS::EC2::SecurityGroup AWS::EC2::Subnet AWS::EC2::VPC
AWS::ECR::Repository
AWS::ECS::Cluster AWS::ECS::Service
AWS::ElasticLoadBalancingV2::Listener AWS::ElasticLoadBalancingV2::LoadBalancer
AWS::ElasticLoadBalancingV2::TargetGroup
AWS::KMS::Alias AWS::KMS::Key
AWS::Logs::LogGroup
AWS::RDS::DBCluster AWS::RDS::DBInstance AWS::RDS::DBSubnetGroup
AWS::Route53::HostedZone
AWS::S3::Bucket
AWS::SNS::Topic
""".split()
OUT = Path(__file__).parent.parent / "resources/com/shangwellness/infra/create-only.json"

schemas = ProviderSchemaManager()


def create_only(kind):
    schema = schemas.get_resource_schema("us-east-1", kind).schema
    paths = schema.get("createOnlyProperties", []) + schema.get("conditionalCreateOnlyProperties", [])
    return sorted({path.removeprefix("/properties/") for path in paths})


OUT.write_text(json.dumps({kind: create_only(kind) for kind in TYPES}, indent=2) + "\n", encoding="utf-8")
