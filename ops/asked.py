"""What is asked of the system and of the office that runs it: threats, measures of the baseline, articles of law."""

from collections.abc import Mapping

from ops.baseline import measures

THREATS: Mapping[str, str] = {
    "T1": "探知哪些人的身分證字號已在系統中",
    "T2": "作廢他人的個人條碼",
    "T2b": "以他人姓名與身分證字號註冊",
    "T3": "替未到場的人製作條碼",
    "T4": "將條碼截圖傳給同事出示",
    "T5": "同一人同時出現在兩處",
    "T6": "猜測條碼",
    "T7": "在姓名與文字中夾帶程式碼",
    "T9": "掃描手機遭竊",
    "T10": "共用帳號",
    "T11": "竄改尚未送出的掃描",
    "T12": "掃描重複送出、由他人送出或漏送",
    "T13": "手機時間錯誤或遭調整",
    "T14": "開課單位將時數核發給未到場的人",
    "T16": "存取其他開課單位的資料",
    "T17": "匯出檔案外流",
    "T18": "檔案中夾帶試算表公式",
    "T19": "內部人員窺探個人資料",
    "T20": "猜測密碼",
    "T21": "登入狀態遭竊或忘記登出",
    "T22": "資料庫備份檔外洩",
    "T23": "日誌洩漏個人資料",
    "T24": "大量連線癱瘓服務",
    "T25": "金鑰外洩或遺失",
    "T27": "竄改或刪除稽核紀錄",
}
"""Of the threat model; the numbers that it lacks were given up."""
ARTICLES: Mapping[str, str] = {
    "個資法 §3": "當事人查詢、閱覽、複製、補充更正、停止利用及刪除之權利",
    "個資法 §8": "蒐集時應明確告知當事人",
    "個資法 §11": "維護資料之正確；蒐集目的消失或期限屆滿時刪除",
    "個資法 §12": "資料遭侵害時，查明後通知當事人",
    "個資法 §13": "於期限內准駁當事人之請求",
    "個資法 §16": "於執行職務必要範圍內為之，並與蒐集之特定目的相符",
    "個資法 §17": "公開所保有個人資料檔案之事項",
    "個資法 §18": "指定專人辦理安全維護事項",
}
"""Of 個人資料保護法, those that ask something of a public office: what about, not the words of the law."""
ASKED: Mapping[str, str] = {
    **THREATS,
    **{number: str(measure) for number, measure in measures()},
    **ARTICLES,
}
"""Everything that is asked, by number."""
