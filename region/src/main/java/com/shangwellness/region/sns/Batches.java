package com.shangwellness.region.sns;

import com.shangwellness.region.codec.AwsErrors;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sns.model.BatchEntryIdsNotDistinctException;
import software.amazon.awssdk.services.sns.model.BatchRequestTooLongException;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.EmptyBatchRequestException;
import software.amazon.awssdk.services.sns.model.InvalidBatchEntryIdException;
import software.amazon.awssdk.services.sns.model.PublishBatchRequest;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.PublishBatchResultEntry;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.TooManyEntriesInBatchRequestException;

/** PublishBatch: up to ten messages, each of which is published or refused by itself. */
final class Batches {

  private static final int MOST = 10;

  private Batches() {}

  static void check(List<PublishBatchRequestEntry> entries) {
    if (entries.isEmpty()) {
      throw AwsErrors.of(
          EmptyBatchRequestException.builder(), "The batch request doesn't contain any entries.");
    }
    if (entries.size() > MOST) {
      throw AwsErrors.of(
          TooManyEntriesInBatchRequestException.builder(),
          "The batch request contains more entries than permissible.");
    }
    if (entries.stream().map(PublishBatchRequestEntry::id).distinct().count() < entries.size()) {
      throw AwsErrors.of(
          BatchEntryIdsNotDistinctException.builder(),
          "Two or more batch entries in the request have the same Id.");
    }
    for (var entry : entries) {
      if (entry.id() == null || !entry.id().matches("[A-Za-z0-9_-]{1,80}")) {
        throw AwsErrors.of(
            InvalidBatchEntryIdException.builder(),
            "The Id of a batch entry in a batch request doesn't abide by the specification.");
      }
    }
    int size =
        entries.stream()
            .mapToInt(
                e ->
                    Publications.size(
                        e.message() == null ? "" : e.message(), e.messageAttributes()))
            .sum();
    if (size > Publications.LONGEST) {
      throw AwsErrors.of(
          BatchRequestTooLongException.builder(),
          "The length of all the messages put together is more than the limit.");
    }
  }

  static PublishBatchResponse publish(PublishBatchRequest request, Publications publications) {
    var done = new ArrayList<PublishBatchResultEntry>();
    var failed = new ArrayList<BatchResultErrorEntry>();
    for (var entry : request.publishBatchRequestEntries()) {
      try {
        var id = publications.publish(one(request.topicArn(), entry));
        done.add(PublishBatchResultEntry.builder().id(entry.id()).messageId(id).build());
      } catch (AwsServiceException e) {
        failed.add(
            BatchResultErrorEntry.builder()
                .id(entry.id())
                .code(AwsErrors.code(e))
                .message(AwsErrors.message(e))
                .senderFault(true)
                .build());
      }
    }
    return PublishBatchResponse.builder().successful(done).failed(failed).build();
  }

  private static PublishRequest one(String topicArn, PublishBatchRequestEntry entry) {
    return PublishRequest.builder()
        .topicArn(topicArn)
        .message(entry.message())
        .subject(entry.subject())
        .messageStructure(entry.messageStructure())
        .messageAttributes(entry.messageAttributes())
        .messageGroupId(entry.messageGroupId())
        .messageDeduplicationId(entry.messageDeduplicationId())
        .build();
  }
}
