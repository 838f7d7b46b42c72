package com.shangwellness.region.s3;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.caller.Caller;
import com.shangwellness.region.eventbridge.EventSink;
import com.shangwellness.region.place.Place;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;

/**
 * Tells EventBridge what becomes of the objects of buckets that have it on (S3 user guide, "Using
 * EventBridge" and "EventBridge event message structure").
 */
final class ObjectEvents {

  private static final JsonMapper JSON = new JsonMapper();

  private final Place place;
  private final Settings settings;
  private EventSink sink = EventSink.NONE;

  ObjectEvents(Place place, Settings settings) {
    this.place = place;
    this.settings = settings;
  }

  /** Tells {@code sink} from now on. */
  void tell(EventSink sink) {
    this.sink = sink;
  }

  /**
   * An object was written.
   *
   * @param reason the operation that did it, such as {@code PutObject}
   */
  void created(Version version, String reason) {
    emit("Object Created", version.bucket(), detail(version, reason));
  }

  /** A version is gone for good. */
  void deleted(Version version) {
    var detail = detail(version, "DeleteObject").put("deletion-type", "Permanently Deleted");
    emit("Object Deleted", version.bucket(), detail);
  }

  /** A delete marker hides what was there. */
  void hidden(Version marker) {
    var detail = detail(marker, "DeleteObject").put("deletion-type", "Delete Marker Created");
    emit("Object Deleted", marker.bucket(), detail);
  }

  /** The tags of a version were set, or taken away. */
  void tagged(Version version, boolean any) {
    var detail = detail(version, "");
    detail.remove("reason");
    emit(any ? "Object Tags Added" : "Object Tags Deleted", version.bucket(), detail);
  }

  private ObjectNode detail(Version version, String reason) {
    var detail = JSON.createObjectNode().put("version", "0");
    detail.putObject("bucket").put("name", version.bucket());
    var object = detail.putObject("object").put("key", version.key());
    if (!version.marker()) {
      object.put("size", version.size()).put("etag", unquoted(version.head().eTag()));
    }
    if (settings.hasVersions(version.bucket())) {
      object.put("version-id", version.id());
    }
    object.put("sequencer", "%016X".formatted(version.sequence()));
    var caller = Caller.current();
    return detail
        .put("request-id", caller.map(Caller::requestId).orElse(""))
        .put("requester", caller.map(Caller::account).orElse(place.account()))
        .put("source-ip-address", "127.0.0.1")
        .put("reason", reason);
  }

  private static String unquoted(String eTag) {
    return Optional.ofNullable(eTag).orElse("").replace("\"", "");
  }

  private void emit(String type, String bucket, ObjectNode detail) {
    if (settings
        .notification
        .get(bucket)
        .map(NotificationConfiguration::eventBridgeConfiguration)
        .isPresent()) {
      sink.emit("aws.s3", type, List.of("arn:aws:s3:::" + bucket), detail.toString());
    }
  }
}
