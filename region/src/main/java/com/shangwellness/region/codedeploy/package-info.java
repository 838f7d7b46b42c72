/**
 * AWS CodeDeploy for Amazon ECS: blue/green releases with a canary, and their way back.
 *
 * <p>{@code CodeDeploy} is the front door; {@code Machine} drives deployments through their {@code
 * Phase}s, each of which stores its deadline. {@code TaskSets} and {@code Listeners} are all that a
 * release changes elsewhere.
 *
 * <p>What AWS leaves open, or where two rules contradict each other, is decided so:
 *
 * <ul>
 *   <li><b>The first release.</b> AWS leaves the idle target group at weight 0 on the production
 *       listener after each release, so that the next one's tasks are health-checked during
 *       Install. Before the first release no listener may name it. Then Install begins with naming
 *       it there at weight 0: nothing is shifted, and no weight ever goes to tasks that nobody has
 *       checked.
 *   <li><b>Without a rollback</b> (none configured for what happened, or refused by who stopped the
 *       deployment) everything stays as it is, weights included, as AWS documents: that is what was
 *       asked for. The next deployment begins by giving all traffic to the primary task set and
 *       removing what was left. A crash is no such case: the deployment is carried on.
 *   <li><b>Green's health.</b> AWS: after a scaling event a deployment that is not steady for five
 *       minutes fails. Here that holds for whatever makes green unsteady, from its first request
 *       until blue's removal. AWS shifts on during these minutes; here a step that is due waits
 *       until green is steady, because production must not lose capacity by a release.
 *   <li><b>The test listener</b> goes back to what it served before when a release is rolled back.
 * </ul>
 */
package com.shangwellness.region.codedeploy;
