# One synthesized stack, deployed as it is: uploaded (CloudFormation takes at most 51,200 bytes in a
# request) and handed over, with the outputs of its neighbours where its parameters ask for them.

variable "name" {
  description = "The stack's name"
  type        = string
}

variable "account" {
  description = "The account it goes to"
  type        = string
}

variable "region" {
  description = "The region it goes to"
  type        = string
}

variable "assembly" {
  description = "The folder that shang synth wrote"
  type        = string
}

variable "neighbours" {
  description = "Outputs of the stacks that it may read, by the last part of their names"
  type        = map(map(string))
  default     = {}
}

variable "parameters" {
  description = "Parameters of its own"
  type        = map(string)
  default     = {}
}

locals {
  file   = "${var.assembly}/${var.name}.template.json"
  bucket = "cdk-hnb659fds-assets-${var.account}-${var.region}"
  key    = "terraform/${var.name}/${filemd5(local.file)}.template.json"

  # With crossStackValues: parameters, such a parameter says in its description what it carries.
  carried = {
    for name, parameter in jsondecode(file(local.file)).Parameters :
    name => var.neighbours[regex("of the stack [\\w-]+-(\\w+)", parameter.Description)[0]][regex("^Output (\\w+) ", parameter.Description)[0]]
    if can(regex("^Output \\w+ of the stack ", parameter.Description))
  }
}

resource "aws_s3_object" "template" {
  region = var.region
  bucket = local.bucket
  key    = local.key
  source = local.file
}

resource "aws_cloudformation_stack" "stack" {
  region       = var.region
  name         = var.name
  template_url = "https://${local.bucket}.s3.${var.region}.amazonaws.com/${aws_s3_object.template.key}"
  capabilities = ["CAPABILITY_NAMED_IAM"]
  parameters   = merge(local.carried, var.parameters)

  # Terraform's own patience ends after half an hour: a database takes that long, and a zone waits
  # until its domain is delegated.
  timeouts {
    create = "24h"
    update = "4h"
    delete = "4h"
  }
}

output "outputs" {
  description = "The stack's outputs"
  value       = aws_cloudformation_stack.stack.outputs
}
