package com.shangwellness.ops.fake;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesResponse;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterResponse;

/** One database cluster with a writer and a reader; none until it is there. */
public final class FakeRds implements RdsClient {
  private final List<String> unprotected = new ArrayList<>();
  private String status = "";
  private boolean isGone;

  /** The cluster exists in this state. */
  public void is(String newStatus) {
    status = newStatus;
  }

  /** Somebody has deleted the cluster by hand. */
  public void isGone() {
    isGone = true;
  }

  /** The clusters whose deletion protection was taken off. */
  public List<String> unprotected() {
    return unprotected;
  }

  @Override
  public DescribeDbClustersResponse describeDBClusters(DescribeDbClustersRequest request) {
    if (status.isEmpty()) {
      throw DbClusterNotFoundException.builder()
          .message("DBCluster not found")
          .statusCode(404)
          .awsErrorDetails(Fakes.details("DBClusterNotFoundFault"))
          .build();
    }
    return DescribeDbClustersResponse.builder()
        .dbClusters(
            DBCluster.builder()
                .dbClusterIdentifier("shangwellness-prod-aurora")
                .status(status)
                .endpoint("shangwellness-prod-aurora.cluster-x.ap-south-1.rds.amazonaws.com")
                .dbClusterMembers(member("writer", true), member("reader", false))
                .build())
        .build();
  }

  private static DBClusterMember member(String name, boolean writer) {
    return DBClusterMember.builder().dbInstanceIdentifier(name).isClusterWriter(writer).build();
  }

  @Override
  public DescribeDbInstancesResponse describeDBInstances(DescribeDbInstancesRequest request) {
    var zone = request.dbInstanceIdentifier().equals("writer") ? "ap-south-1a" : "ap-south-1b";
    return DescribeDbInstancesResponse.builder()
        .dbInstances(DBInstance.builder().availabilityZone(zone).dbInstanceStatus(status).build())
        .build();
  }

  @Override
  public ModifyDbClusterResponse modifyDBCluster(ModifyDbClusterRequest request) {
    if (isGone) {
      throw DbClusterNotFoundException.builder().message("DBCluster not found").build();
    }
    unprotected.add(request.dbClusterIdentifier());
    return ModifyDbClusterResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return "rds";
  }

  @Override
  public void close() {}
}
