package com.shangwellness.region.cloudformation;

/**
 * One resource of a stack, as the calls for it see it.
 *
 * @param stackName the stack's name
 * @param stackId the stack's ARN
 * @param logicalId the resource's name in the template
 * @param id its physical id; before it is created, the name that CloudFormation generates for it:
 *     {@code stack-LogicalId-1A2B3C4D5E6F}
 * @param properties its properties, with the tags that CloudFormation adds
 * @param attributes what {@code Fn::GetAtt} gives for it; none before it is created
 */
public record Resource(
    String stackName,
    String stackId,
    String logicalId,
    String id,
    Properties properties,
    Properties attributes) {}
