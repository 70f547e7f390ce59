//! Passwords and secrets: what is kept of them cannot be turned back.

use argon2::Argon2;
use argon2::password_hash::rand_core::{OsRng, RngCore};
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use sha2::{Digest, Sha256};

/// The fewest characters of a password.
pub const LEAST_PASSWORD: usize = 10;

/// The hash of a password that is strong enough (Argon2id with the parameters of its crate), or what
/// is wrong with it, to stand behind 密码.
pub(super) fn hashed(name: &str, password: &str) -> Result<String, &'static str> {
    let kinds: [fn(char) -> bool; 4] = [
        |c| c.is_lowercase(),
        |c| c.is_uppercase(),
        |c| c.is_numeric(),
        |c| !c.is_lowercase() && !c.is_uppercase() && !c.is_numeric(),
    ];
    let kinds = kinds.iter().filter(|of_kind| password.chars().any(**of_kind)).count();
    if password.chars().count() < LEAST_PASSWORD {
        return Err("太短，至少十个字符");
    }
    if kinds < 2 {
        return Err("太简单，字母、数字、符号至少用两种");
    }
    if password.to_lowercase().contains(&name.to_lowercase()) {
        return Err("里不能有用户名");
    }
    let salt = SaltString::generate(OsRng);
    let hash = Argon2::default().hash_password(password.as_bytes(), &salt);
    Ok(hash.map(|it| it.to_string()).expect("the parameters are the crate's own"))
}

pub(super) fn is_right(hash: &str, password: &str) -> bool {
    let hash = PasswordHash::new(hash);
    hash.is_ok_and(|it| Argon2::default().verify_password(password.as_bytes(), &it).is_ok())
}

/// 256 bits that nobody can guess, in hexadecimal.
pub(super) fn secret() -> String {
    let mut bytes = [0; 32];
    OsRng.fill_bytes(&mut bytes);
    hexadecimal(&bytes)
}

pub(super) fn fingerprint(secret: &str) -> String {
    hexadecimal(&Sha256::digest(secret))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
