// Values that others have published or made: RFC 7516 appendix A.1, RFC 7520 section 4.2, test case 16 of the GCM
// specification, and one security event token that python3-jwcrypto signed with PS512.

enum JOSEVectors {
  /// RFC 7516 appendix A.1.
  static let modulus =
    "oahUIoWw0K0usKNuOR6H4wkf4oBUXHTxRvgb48E-BVvxkeDNjbC4he8rUWcJoZmds2h7M70imEVhRU5djINXtqllXI4DFqcI"
    + "1DgjT9LewND8MW2Krf3Spsk_ZkoFnilakGygTwpZ3uesH-PFABNIUYpOiN15dsQRkgr0vEhxN92i2asbOenSZeyaxziK72Uw"
    + "xrrKoExv6kc5twXTq4h-QChLOln0_mtUZwfsRaMStPs6mS6XrgxnxbWhojf663tuEQueGC-FCMfra36C9knDFGzKsNa7LZK2"
    + "djYgyD3JR_MB_4NUJW_TqOQtwHYbxevoJArm-L5StowjzGy-_bq6Gw"
  static let encryptedKey =
    "OKOawDo13gRp2ojaHV7LFpZcgV7T6DVZKTyKOMTYUmKoTCVJRgckCL9kiMT03JGeipsEdY3mx_etLbbWSrFr05kLzcSr4qKA"
    + "q7YN7e9jwQRb23nfa6c9d-StnImGyFDbSv04uVuxIp5Zms1gNxKKK2Da14B8S4rzVRltdYwam_lDp5XnZAYpQdb76FdIKLaV"
    + "mqgfwX7XWRxv2322i-vDxRfqNzo_tETKzpVLzfiwQyeyPGLBIO56YJ7eObdv0je81860ppamavo35UgoRdbYaBcoh9QcfylQ"
    + "r66oc6vFWXRcZ_ZT2LawVCWTIy3brGPi6UklfCpIMfIjf7iGdXKHzg"
  static let contentKey = "b1a1f480548fe1733fb403ff6b9ad4f68a076e5b702e22692f82cb2e7aea40fc"
  /// Not printed in the RFC: it comes out when the encrypted key is opened with the RFC's private key.
  static let paddingSeed = "cb1ed7ac5042d81c558628115beb6adbae1c6493"
  static let header = "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ"
  static let nonce = "48V1_ALb6US04U3b"
  static let cipherText =
    "5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6jiSdiwkIr3ajwQzaBtQD_A"
  static let tag = "XFBoMYUZodetZdvTiFvSkQ"
  static let plain = "The true sign of intelligence is not knowledge but imagination."

  /// RFC 7520 section 3.3, and section 4.2 (PS384).
  static let cookbookModulus =
    "n4EPtAOCc9AlkeQHPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_AJmSCpMa"
    + "JMRBSFKrKb2wqVwGU_NsYOYL-QtiWN2lbzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqFEHYpPe7Tpe-OfVfHd1E6c"
    + "S6M1FZcD1NNLYD5lFHpPI9bTwJlsde3uhGqC0ZCuEHg8lhzwOHrtIQbS0FVbb9k3-tVTU4fg_3L_vniUFAKwuCLqKnS2BYwd"
    + "q_mzSnbLY7h_qixoR7jig3__kRhuaxwUkRz5iaiQkqgc5gHdrNP5zw"
  static let cookbookToken =
    "eyJhbGciOiJQUzM4NCIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9.SXTigJlzIGEgZGFuZ2Vyb3V"
    + "zIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHl"
    + "vdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9"
    + "mZiB0by4.cu22eBqkYDKgIlTpzDXGvaFfz6WGoz7fUDcfT0kkOy42miAh2qyBzk1xEsnk2IpN6-tPid6VrklHkqsGqDqHCdP"
    + "6O8TTB5dDDItllVo6_1OLPpcbUrhiUSMxbbXUvdvWXzg-UD8biiReQFlfz28zGWVsdiNAUf8ZnyPEgVFn442ZdNqiVJRmBqr"
    + "YRXe8P_ijQ7p8Vdz0TTrxUeT3lm8d9shnr2lfJT8ImUjvAA2Xez2Mlp8cBE5awDzT0qI0n6uiP1aCN_2_jLAeQTlqRHtfa64"
    + "QQSUmFAAjVKPbByi7xho0uTOcbH510a6GYmJUAfmWjwZ6oD4ifKo8DYM-X72Eaw"

  /// A key and a token of python3-jwcrypto.
  static let eventModulus =
    "4JO3o4tt6e15Fx9197vueHgoywVp6M8Qtlyda3jMuRcDt2pNA8mW0psS6GSs1ggigmlsSytK7ZT7DVsUahpyCy00CgGZDBne"
    + "ukV05c56ouZGjBIM0RNJI5T3L3MbhyeyWyUc9NFezNUuPWdQRHkbDgcOIlmkO-qfAh_9iLBR1DNwfOJs439w_gWmBUvXJ_I9"
    + "cl-D-LmUxaeQPiKTuo81Em6U7pScuD8ihOTjKb8lN05rSDKAnuAykWuvaiUsVFZCC4NxuhiqX_U9wFb8zsFcCII3riSl7p51"
    + "2jvXGCukZ1Db49zbsBtDp2Fu9Hf-sxWuUKvf6epWhjgbM-A1x-DAzw"
  static let eventToken =
    "eyJ0eXAiOiAic2VjZXZlbnQrand0IiwgImFsZyI6ICJQUzUxMiIsICJraWQiOiAic2V0LTIwMjYifQ.eyJpc3MiOiJodHRwc"
    + "zovL3N1Ym1pc3Npb24tYXBpLmV4YW1wbGUiLCJqdGkiOiIwZjZiIiwic3ViIjoic3VibWlzc2lvbjoxIiwidHhuIjoiY2FzZ"
    + "ToxIiwiZXZlbnRzIjp7Imh0dHBzOi8vc2NoZW1hLmZpdGtvLmRlL2ZpdC1jb25uZWN0L2V2ZW50cy9hY2NlcHQtc3VibWlzc"
    + "2lvbiI6e319fQ.YkFR4msbGmQkSvDAMTPFvMi1PfrbBvdGYKjkWC_OAfexFOV_vHNqDq1qLEE1f7EotphPKiioPmjC09zNuq"
    + "YqGMh4Q_vG0kgCh_S-CzcP0-EG1Ia2a4p_GG2tRA8gqNB1JFcpDl6TOcKrODcVx5FpNgXmBlG5x3yu3budoOnHspgkcloAsf"
    + "8kRUu94SyieOFHiX8fJddRYIYuXPhy1qyfQZhxIoU8On_H6ah7OMc61xTmIxQdlx3aiw5AdsD5zMh_NE-C9IGpsGmWEe-c-S"
    + "iHljnnO3euHL_2QmpdjMREo7xrreCU3a221m8NPJt8aTgr1bozyZ3O3ZapxfeINpc3Zg"

  static func key(_ modulus: String, _ more: String = "") -> [UInt8] {
    Array("{\"kty\":\"RSA\",\"n\":\"\(modulus)\",\"e\":\"AQAB\"\(more)}".utf8)
  }
}
