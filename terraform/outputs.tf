output "site_url" {
  description = "Where users find the site"
  value       = module.edge.outputs["SiteUrl"]
}

output "name_servers" {
  description = "Where the domain's registrar has to point; empty without a new hosted zone"
  value       = compact(split(",", try(module.zone[0].outputs["NameServers"], "")))
}

output "load_balancer_dns_name" {
  description = "The load balancer, which answers CloudFront only"
  value       = module.service.outputs["SiteDnsName"]
}

output "cluster_name" {
  description = "The ECS cluster"
  value       = module.service.outputs["ClusterName"]
}

output "service_name" {
  description = "The ECS service"
  value       = module.service.outputs["ServiceName"]
}

output "database_endpoint" {
  description = "The writer of the database"
  value       = module.data.outputs["DatabaseEndpoint"]
}

output "database_secret_arn" {
  description = "The secret that holds the database's password"
  value       = module.data.outputs["DatabaseSecretArn"]
}

output "repository_uri" {
  description = "Where images are pushed to"
  value       = module.data.outputs["RepositoryUri"]
}

output "backup_vault_name" {
  description = "Where backups are locked in"
  value       = module.protection.outputs["BackupVaultName"]
}

output "distribution_id" {
  description = "The CloudFront distribution"
  value       = module.edge.outputs["DistributionId"]
}
