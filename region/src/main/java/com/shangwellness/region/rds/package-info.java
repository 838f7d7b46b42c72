/**
 * Amazon RDS: Aurora clusters, their instances, subnet groups and parameter groups; each cluster is
 * one real database server.
 */
package com.shangwellness.region.rds;
