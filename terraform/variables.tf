# The settings of an environment, field by field. Their values come from the file that shang synth
# wrote beside the templates, so that what is deployed is what was synthesized:
#   terraform apply -var-file=ASSEMBLY/settings.tfvars.json -var assembly=ASSEMBLY
# Change them in environments/, and synthesize again.

variable "project" {
  description = "The first part of every name"
  type        = string
}

variable "environment" {
  description = "The second part of every name"
  type        = string
}

variable "account" {
  description = "The AWS account, twelve digits"
  type        = string
}

variable "region" {
  description = "The AWS region"
  type        = string
}

variable "zones" {
  description = "Two availability zones of the region"
  type        = list(string)
}

variable "crossStackValues" {
  description = "How a stack reads another: references or parameters"
  type        = string
}

variable "deletionProtection" {
  description = "Whether load balancer and database refuse to be deleted"
  type        = bool
}

variable "logRetentionDays" {
  description = "How long every log group keeps its events"
  type        = number
}

variable "network" {
  description = "The private network"
  type        = object({
    cidr               = string
    subnetPrefix       = number
    natGateways        = number
    interfaceEndpoints = list(string)
    outboundPorts      = list(number)
    s3PrefixList       = string
  })
}

variable "database" {
  description = "The Aurora MySQL cluster"
  type        = object({
    name              = string
    user              = string
    engineVersion     = string
    readers           = number
    minimumCapacity   = number
    maximumCapacity   = number
    backupDays        = number
    backupWindow      = string
    maintenanceWindow = string
    idleConnections   = number
    certificateBundle = string
  })
}

variable "images" {
  description = "What the image repository keeps"
  type        = object({
    keep         = number
    untaggedDays = number
  })
}

variable "loadBalancer" {
  description = "The load balancer, its listeners and its targets"
  type        = object({
    testPort                   = number
    idleTimeoutSeconds         = number
    deregistrationDelaySeconds = number
    accessLogDays              = number
    healthCheck                = object({
      path               = string
      intervalSeconds    = number
      timeoutSeconds     = number
      healthyThreshold   = number
      unhealthyThreshold = number
    })
  })
}

variable "service" {
  description = "The application's tasks"
  type        = object({
    applicationEnvironment  = string
    containerPort           = number
    cpu                     = number
    memory                  = number
    tasks                   = number
    minimumTasks            = number
    maximumTasks            = number
    cpuTargetPercent        = number
    memoryTargetPercent     = number
    scaleOutCooldownSeconds = number
    scaleInCooldownSeconds  = number
    healthCheckGraceSeconds = number
    stopTimeoutSeconds      = number
  })
}

variable "release" {
  description = "What a release may not do to its users"
  type        = object({
    serverErrorsPerMinute = number
    latencyP99Seconds     = number
  })
}

variable "contacts" {
  description = "Who is told"
  type        = object({
    team           = string
    emergencyPhone = string
  })
}

variable "delivery" {
  description = "From a change to a release"
  type        = object({
    source                 = string
    approval               = bool
    buildImage             = string
    buildSize              = string
    buildTimeoutMinutes    = number
    shift                  = string
    terminationWaitMinutes = number
    artifactDays           = number
    rebuildDay             = number
  })
}

variable "monitoring" {
  description = "From when on people are told"
  type        = object({
    trail                   = bool
    trailDays               = number
    monthlyBudget           = number
    anomalyMonitor          = string
    anomalyImpact           = number
    serverErrorPercent      = number
    latencyP99Seconds       = number
    cpuPercent              = number
    memoryPercent           = number
    databaseCapacityPercent = number
    databaseConnections     = number
    replicaLagSeconds       = number
  })
}

variable "domain" {
  description = "Where users find the site; name is none without a domain"
  type        = object({
    name       = string
    otherNames = list(string)
    hostedZone = string
    weight     = number
  })
}

variable "edge" {
  description = "CloudFront, and the firewall in front of it"
  type        = object({
    priceClass             = string
    requestsPerFiveMinutes = number
    blockedPerFiveMinutes  = number
    serverErrorPercent     = number
    originKey              = number
    accessLogDays          = number
  })
}

variable "protection" {
  description = "What guards against loss and intrusion"
  type        = object({
    backupTime      = string
    dailyKeepDays   = number
    monthlyKeepDays = number
    restoreTestTime = string
    copyRegion      = string
    reviewTime      = string
    timeZone        = string
    guardDuty       = bool
    inspector       = bool
    securityHub     = bool
    config          = bool
  })
}

# Not settings: where the templates lie, and how things stand.

variable "assembly" {
  description = "The folder that shang synth wrote"
  type        = string
}

variable "productionColour" {
  description = "The colour that the production listener serves now (shang status says it)"
  type        = string
  default     = "blue"
}

variable "testColour" {
  description = "The colour that the test listener serves now"
  type        = string
  default     = "green"
}
