/**
 * AWS CloudFormation: stacks, change sets, and the tables of resource types that stacks are made
 * of.
 *
 * <h2>How a table of resource types is written</h2>
 *
 * One class per service in {@code cloudformation.types}, with one static method that takes the
 * service's SDK client and gives the {@link com.shangwellness.region.cloudformation.ResourceTypes}:
 *
 * <pre>{@code
 * public final class EcsTypes {
 *   public static ResourceTypes types(EcsClient ecs) {
 *     return ResourceTypes.of(
 *         type("AWS::ECS::Cluster")
 *             .create(CreateClusterRequest::builder, ecs::createCluster)
 *             .named("ClusterName", 255)
 *             .ref(created -> created.cluster().clusterName())
 *             .attribute("Arn", created -> created.cluster().clusterArn())
 *             .stableWhen(name -> status(ecs, name).equals("ACTIVE"))
 *             .update(UpdateClusterRequest::builder,
 *                 (request, cluster) -> request.cluster(cluster.id()), ecs::updateCluster)
 *             .onChange("Tags", change -> retag(ecs, change))
 *             .delete(name -> ecs.deleteCluster(r -> r.cluster(name))));
 *   }
 * }
 * }</pre>
 *
 * ({@code create} or {@code createWith} comes first, the other lines follow in any order.)
 *
 * <ul>
 *   <li><b>Properties become request members by name</b>, whatever the case, nested ones too;
 *       {@code "80"} and 80, {@code "true"} and true, a single value for a list, a policy object
 *       for a text, tags as list or map are converted as the member wants them. Where
 *       CloudFormation differs from the API: {@code rename} (another name), {@code shape} (another
 *       form), {@code byHand} (the functions of the table deal with it), {@code tagSpecifications}
 *       (EC2's tags), the three-argument {@code create} and {@code update} (whatever else the
 *       request needs).
 *   <li><b>A property with a call of its own</b> is a {@code setting}: called after creation when
 *       it is given, and when it changes. A property that creation takes and that another call
 *       changes is {@code onChange}. {@code Properties.fill} fills any SDK builder from nested
 *       properties.
 *   <li><b>Nothing is passed over in silence.</b> A property that nothing deals with fails the
 *       resource; one that is taken without effect is {@code ignore}d with the reason, and listed
 *       in {@code COVERAGE.md}. Unknown properties, bad values and missing ones are refused by the
 *       schemas before anything is created: a table need not check them.
 *   <li><b>Which changes need a new resource</b> is in the schemas (create-only properties); {@code
 *       replacedWhen} adds to it.
 *   <li><b>Errors</b> are the exceptions that the service throws; they fail the resource with
 *       CloudFormation's wording. An error on deletion that says "not found" counts as deleted.
 *   <li><b>Nothing waits.</b> {@code stableWhen}, {@code failedWhen} and {@code goneWhen} are asked
 *       again and again by events on the timeline.
 *   <li><b>Each call is one transaction</b> with what the stack notes about it: a crash leaves both
 *       or neither, so that creating needs no token and is never done twice.
 *   <li>{@code ref} is the physical id; without it, the id is the generated name {@code
 *       stack-LogicalId-1A2B3C4D5E6F}, which {@code resource.id()} is during creation. {@code
 *       named} puts such a name into the name property when the template gives none. Every
 *       attribute that a template reads by {@code Fn::GetAtt} is an {@code attribute}, or an {@code
 *       attributeOnceStable}.
 * </ul>
 */
package com.shangwellness.region.cloudformation;
