package com.shangwellness.ops.fake;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;

/** Roles of an account that has none at first. */
public final class FakeIam implements IamClient {
  private final List<String> roles = new ArrayList<>();
  private final List<String> linked = new ArrayList<>();

  /** The account has this role already. */
  public void has(String role) {
    roles.add(role);
  }

  /** The services that a role was made for, in order. */
  public List<String> linked() {
    return linked;
  }

  @Override
  public GetRoleResponse getRole(GetRoleRequest request) {
    if (!roles.contains(request.roleName())) {
      throw NoSuchEntityException.builder()
          .message("The role with name " + request.roleName() + " cannot be found.")
          .statusCode(404)
          .awsErrorDetails(Fakes.details("NoSuchEntity"))
          .build();
    }
    return GetRoleResponse.builder()
        .role(Role.builder().roleName(request.roleName()).build())
        .build();
  }

  @Override
  public CreateServiceLinkedRoleResponse createServiceLinkedRole(
      CreateServiceLinkedRoleRequest request) {
    linked.add(request.awsServiceName());
    return CreateServiceLinkedRoleResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
