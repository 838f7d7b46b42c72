package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a stack does with a resource of one type. No call waits: a resource that takes its time is
 * looked at again and again.
 */
interface ResourceType {

  /** What came of a creation: the physical id, and what {@code Fn::GetAtt} gives. */
  record Created(String id, ObjectNode attributes) {}

  /** The type's name: {@code AWS::ECS::Cluster}. */
  String name();

  /** Whether resources of this type are only checked and kept. */
  boolean recorded();

  /** The API operations that it calls, as far as its table names them. */
  Set<String> operations();

  /** Properties that are taken and have no effect here, each with the reason. */
  Map<String, String> ignored();

  /** The property that is the resource's name and its rule; empty when ids are the service's. */
  Optional<Naming> naming();

  /** The names of the attributes that it gives. */
  Set<String> attributeNames();

  /** Creates the resource. */
  Created create(Resource resource);

  /** Whether it has been created, or updated, to the end. */
  Stability stability(Resource resource);

  /** The attributes that are known only once it is stable. */
  ObjectNode attributesOnceStable(Resource resource);

  /** How long it may take to become stable, or to go. */
  Duration patience();

  /** Whether a change that the schema allows in place needs a new resource all the same. */
  boolean replacedBy(Update update);

  /** Whether it is updated when only its {@code DependsOn} differs. */
  boolean updatedByOrder();

  /** Changes the resource in place. */
  void update(Update update);

  /** Whether it can be deleted with a snapshot of its data left behind. */
  boolean snapshots();

  /** Deletes the resource; a resource that is gone already is no error. */
  void delete(Resource resource, boolean snapshot);

  /** Whether a deleted resource is really gone. */
  boolean gone(Resource resource);
}
