package com.shangwellness.region.ec2;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * What is particular to one kind of resource.
 *
 * @param type the SDK's type
 * @param prefix how ids begin: {@code vpc}
 * @param noun what tag specifications call it: {@code vpc}, {@code security-group}
 * @param missingCode the error's code when one does not exist
 * @param missingMessage the error's message, with {@code %s} for the id
 * @param id a resource's id
 * @param tags a resource's tags
 * @param retag the resource with other tags
 * @param filters what it can be filtered by
 */
record Kind<T>(
    Class<T> type,
    String prefix,
    String noun,
    String missingCode,
    String missingMessage,
    Function<T, String> id,
    Function<T, List<Tag>> tags,
    BiFunction<T, List<Tag>, T> retag,
    Filters<T> filters) {}
