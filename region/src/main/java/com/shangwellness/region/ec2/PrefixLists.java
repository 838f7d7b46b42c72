package com.shangwellness.region.ec2;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.ManagedPrefixList;
import software.amazon.awssdk.services.ec2.model.PrefixListState;

/** The prefix lists that AWS manages: S3's, DynamoDB's and CloudFront's, with their real ids. */
final class PrefixLists {

  static final String S3 = "s3";
  static final String DYNAMODB = "dynamodb";
  static final String CLOUDFRONT = "cloudfront";

  // As DescribeManagedPrefixLists gives them in each region.
  private static final Map<String, Map<String, String>> IDS =
      Map.of(
          "ap-south-1",
          Map.of(S3, "pl-78a54011", DYNAMODB, "pl-66a7420f", CLOUDFRONT, "pl-9aa247f3"),
          "us-east-1",
          Map.of(S3, "pl-63a5400a", DYNAMODB, "pl-02cd2c6b", CLOUDFRONT, "pl-3b927c52"));

  // What a list counts as among a security group's rules: VPC guide, "AWS-managed prefix lists".
  private static final Map<String, Integer> WEIGHTS = Map.of(S3, 1, DYNAMODB, 1, CLOUDFRONT, 55);

  private static final Filters<ManagedPrefixList> FILTERS =
      Filters.<ManagedPrefixList>byTags(list -> List.of())
          .with("owner-id", ManagedPrefixList::ownerId)
          .with("prefix-list-id", ManagedPrefixList::prefixListId)
          .with("prefix-list-name", ManagedPrefixList::prefixListName);

  private final List<ManagedPrefixList> lists;
  private final Map<String, String> ids;

  PrefixLists(String region) {
    this.ids =
        IDS.getOrDefault(
            region, Map.of(S3, "pl-00000001", DYNAMODB, "pl-00000002", CLOUDFRONT, "pl-00000003"));
    this.lists =
        List.of(
            list(region, S3, "com.amazonaws." + region + ".s3"),
            list(region, DYNAMODB, "com.amazonaws." + region + ".dynamodb"),
            list(region, CLOUDFRONT, "com.amazonaws.global.cloudfront.origin-facing"));
  }

  private ManagedPrefixList list(String region, String service, String name) {
    var id = ids.get(service);
    return ManagedPrefixList.builder()
        .prefixListId(id)
        .prefixListName(name)
        .prefixListArn("arn:aws:ec2:" + region + ":aws:prefix-list/" + id)
        .addressFamily("IPv4")
        .ownerId("AWS")
        .state(PrefixListState.CREATE_COMPLETE)
        .tags(List.of())
        .build();
  }

  List<ManagedPrefixList> describe(
      List<String> wanted, List<software.amazon.awssdk.services.ec2.model.Filter> filters) {
    wanted.forEach(this::require);
    return lists.stream()
        .filter(list -> wanted.isEmpty() || wanted.contains(list.prefixListId()))
        .filter(FILTERS.matching(filters))
        .toList();
  }

  void require(String id) {
    if (!ids.containsValue(id)) {
      throw Refusal.of(
          "InvalidPrefixListID.NotFound", "The prefix list ID '" + id + "' does not exist");
    }
  }

  /** How many rules {@code id} counts as. */
  int weight(String id) {
    return ids.entrySet().stream()
        .filter(entry -> entry.getValue().equals(id))
        .mapToInt(entry -> WEIGHTS.get(entry.getKey()))
        .findFirst()
        .orElse(1);
  }

  /** The list of a service that has gateway endpoints; empty for the others. */
  Optional<String> ofGatewayService(String service) {
    return service.equals(CLOUDFRONT) ? Optional.empty() : Optional.ofNullable(ids.get(service));
  }
}
