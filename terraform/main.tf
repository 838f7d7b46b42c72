# Production for teams that drive everything with Terraform: the stacks that shang synth wrote, in
# their order. What is in them is defined once, in Java (infra/); nothing is defined here.
# README.md in this folder says how to use it, and that it has not been run.

terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0" # each resource names its region
    }
  }
}

provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account]
}

locals {
  base = "${var.project}-${var.environment}"
  edge = "us-east-1" # where CloudFront looks for its certificate, and its metrics are
}

module "zone" {
  source = "./stack"
  count  = var.domain.name == "none" ? 0 : 1

  name     = "${local.base}-zone"
  account  = var.account
  region   = local.edge
  assembly = var.assembly
}

module "network" {
  source = "./stack"

  name     = "${local.base}-network"
  account  = var.account
  region   = var.region
  assembly = var.assembly

  depends_on = [module.zone]
}

module "data" {
  source = "./stack"

  name     = "${local.base}-data"
  account  = var.account
  region   = var.region
  assembly = var.assembly

  neighbours = {
    network = module.network.outputs
  }

  depends_on = [module.network]
}

module "service" {
  source = "./stack"

  name     = "${local.base}-service"
  account  = var.account
  region   = var.region
  assembly = var.assembly

  neighbours = {
    network = module.network.outputs
    data    = module.data.outputs
    zone    = try(module.zone[0].outputs, {})
  }

  # CodeDeploy turns the listeners and tells nobody: say how they stand, or an update turns them back.
  parameters = {
    ProductionColour = var.productionColour
    TestColour       = var.testColour
  }

  depends_on = [module.data]
}

module "delivery" {
  source = "./stack"

  name     = "${local.base}-delivery"
  account  = var.account
  region   = var.region
  assembly = var.assembly

  neighbours = {
    network = module.network.outputs
    data    = module.data.outputs
    service = module.service.outputs
  }

  depends_on = [module.service]
}

module "monitoring" {
  source = "./stack"

  name     = "${local.base}-monitoring"
  account  = var.account
  region   = var.region
  assembly = var.assembly

  neighbours = {
    data     = module.data.outputs
    service  = module.service.outputs
    delivery = module.delivery.outputs
  }

  depends_on = [module.delivery]
}

module "copies" {
  source = "./stack"
  count  = var.protection.copyRegion == "none" ? 0 : 1

  name     = "${local.base}-copies"
  account  = var.account
  region   = var.protection.copyRegion
  assembly = var.assembly

  depends_on = [module.monitoring]
}

module "protection" {
  source = "./stack"

  name     = "${local.base}-protection"
  account  = var.account
  region   = var.region
  assembly = var.assembly

  neighbours = {
    network = module.network.outputs
    data    = module.data.outputs
  }

  depends_on = [module.copies]
}

module "edge" {
  source = "./stack"

  name     = "${local.base}-edge"
  account  = var.account
  region   = local.edge
  assembly = var.assembly

  neighbours = {
    service = module.service.outputs
    zone    = try(module.zone[0].outputs, {})
  }

  depends_on = [module.protection]
}
